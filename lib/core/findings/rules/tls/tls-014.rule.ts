import {
  endpointKey,
  endpointName,
  endpointStatement,
  judgeEndpoints,
} from '@/lib/core/findings/certificate-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes } from '@/lib/core/findings/statements'

export const tls014 = defineRule({
  id: 'TLS-014',
  title: 'A certificate demands stapling, and none is stapled',
  severity: 'critical',
  reference: 'RFC 7633',
  reads: ['inventory.tls', 'fact.tls-endpoint'],
  evaluate: (input) =>
    judgeEndpoints(input, 'Whether stapling is demanded', (endpoint, leaf) => {
      if (!leaf.mustStaple || endpoint.body.isStapled !== false) return []
      return [
        {
          key: endpointKey(endpoint),
          title: `The certificate at ${endpointName(endpoint)} demands stapling, and nothing is stapled: browsers refuse it`,
          subjects: [`node:${endpoint.body.node}`],
          statements: [
            endpointStatement(endpoint, 'TLS feature', 'must staple'),
            endpointStatement(endpoint, 'OCSP staple', 'none'),
          ],
          fixes: fixes('Order it without must-staple', 'Staple'),
        },
      ]
    }),
})
