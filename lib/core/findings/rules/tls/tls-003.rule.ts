import {
  endpointKey,
  endpointName,
  endpointStatement,
  judgePublicEndpoints,
} from '@/lib/core/findings/certificate-words'
import { daysBetween } from '@/lib/core/findings/days'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, known } from '@/lib/core/findings/statements'
import { longestLifetimeDays } from '@/lib/core/findings/tables/certificate-limits'

export const tls003 = defineRule({
  id: 'TLS-003',
  title: 'A certificate lives longer than a public one may',
  severity: 'high',
  reference: 'BR s.6.3.2',
  reads: ['inventory.tls', 'fact.tls-endpoint'],
  evaluate: (input) =>
    judgePublicEndpoints(input, 'How long the certificates live', (endpoint, leaf) => {
      const life = daysBetween(leaf.notBefore, leaf.notAfter)
      const limit = longestLifetimeDays(leaf.notBefore)
      if (life <= limit) return []
      return [
        {
          key: endpointKey(endpoint),
          title: `The certificate at ${endpointName(endpoint)} lives ${Math.round(life)} days; ${limit} are allowed for one of ${leaf.notBefore.slice(0, 10)}`,
          subjects: [`node:${endpoint.body.node}`],
          statements: [
            endpointStatement(endpoint, 'lifetime', `${leaf.notBefore} to ${leaf.notAfter}`),
            known('BR s.6.3.2', `from ${leaf.notBefore.slice(0, 10)}`, `at most ${limit} days`),
          ],
          fixes: fixes('Order a certificate that browsers accept'),
        },
      ]
    }),
})
