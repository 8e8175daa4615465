import {
  endpointKey,
  endpointName,
  endpointStatement,
  hopStatement,
  judgeEndpoints,
} from '@/lib/core/findings/certificate-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, known } from '@/lib/core/findings/statements'

export const tls009 = defineRule({
  id: 'TLS-009',
  title: 'TLS 1.3 is not offered',
  severity: 'medium',
  reference: 'RFC 9325; Mozilla 6.0',
  reads: ['inventory.tls', 'fact.tls-endpoint'],
  evaluate: (input) =>
    judgeEndpoints(input, 'Whether TLS 1.3 is offered', (endpoint) => {
      if (endpoint.body.protocols['TLSv1.3'] !== 'refused') return []
      const hop = input.inventory.tls.hops.find((each) => /1\.3|1\.2\+/.test(each.protocol ?? ''))
      return [
        {
          key: endpointKey(endpoint),
          title: `${endpointName(endpoint)} does not offer TLS 1.3`,
          subjects: [`node:${endpoint.body.node}`],
          statements: [
            endpointStatement(endpoint, 'TLSv1.3', 'refused'),
            hop ? hopStatement(hop, 'protocol') : known('RFC 9325', 'TLS 1.3', 'should be offered'),
          ],
          fixes: fixes('Turn TLS 1.3 on'),
        },
      ]
    }),
})
