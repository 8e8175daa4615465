import {
  endpointKey,
  endpointName,
  endpointStatement,
  judgeEndpoints,
} from '@/lib/core/findings/certificate-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fix } from '@/lib/core/findings/statements'

export const tls015 = defineRule({
  id: 'TLS-015',
  title: 'Nothing is stapled, though the certificate has OCSP',
  severity: 'low',
  reference: 'testssl.sh',
  reads: ['inventory.tls', 'fact.tls-endpoint'],
  evaluate: (input) =>
    judgeEndpoints(input, 'Whether answers are stapled', (endpoint, leaf) => {
      if (leaf.mustStaple || leaf.ocspUrls.length === 0 || endpoint.body.isStapled !== false) return []
      return [
        {
          key: endpointKey(endpoint),
          title: `${endpointName(endpoint)} staples nothing, though its certificate has OCSP`,
          subjects: [`node:${endpoint.body.node}`],
          statements: [
            endpointStatement(endpoint, 'OCSP addresses', leaf.ocspUrls),
            endpointStatement(endpoint, 'OCSP staple', 'none'),
          ],
          fixes: [fix(1, 'Turn stapling on')],
        },
      ]
    }),
})
