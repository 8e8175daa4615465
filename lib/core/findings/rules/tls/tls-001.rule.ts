import {
  endpointKey,
  endpointName,
  endpointStatement,
  judgeEndpoints,
} from '@/lib/core/findings/certificate-words'
import { daysSince, daysUntil } from '@/lib/core/findings/days'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes } from '@/lib/core/findings/statements'

export const tls001 = defineRule({
  id: 'TLS-001',
  title: 'A served certificate is expired, or not valid yet',
  severity: 'critical',
  reference: 'RFC 5280 s.4.1.2.5',
  reads: ['inventory.tls', 'fact.tls-endpoint', 'clock'],
  evaluate: (input) =>
    judgeEndpoints(input, 'Until when the certificates hold', (endpoint, leaf) => {
      const isExpired = daysUntil(input, leaf.notAfter) <= 0
      const isEarly = daysSince(input, leaf.notBefore) < 0
      if (!isExpired && !isEarly) return []
      return [
        {
          key: endpointKey(endpoint),
          title: isExpired
            ? `The certificate at ${endpointName(endpoint)} expired on ${leaf.notAfter.slice(0, 10)}`
            : `The certificate at ${endpointName(endpoint)} is valid only from ${leaf.notBefore.slice(0, 10)}`,
          subjects: [`node:${endpoint.body.node}`],
          statements: [
            endpointStatement(
              endpoint,
              isExpired ? 'notAfter' : 'notBefore',
              isExpired ? leaf.notAfter : leaf.notBefore,
            ),
            endpointStatement(endpoint, 'certificate', `${leaf.subject}, ${leaf.fingerprint256}`),
          ],
          fixes: fixes('Renew it now', 'Present the newest one'),
        },
      ]
    }),
})
