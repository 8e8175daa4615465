import {
  endpointKey,
  endpointName,
  endpointStatement,
  judgeEndpoints,
} from '@/lib/core/findings/certificate-words'
import { daysBetween, daysUntil } from '@/lib/core/findings/days'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes } from '@/lib/core/findings/statements'

export const tls002 = defineRule({
  id: 'TLS-002',
  title: 'A certificate has used up most of its life',
  severity: 'medium',
  reference: "a third of its lifetime, as Let's Encrypt recommends",
  reads: ['inventory.tls', 'fact.tls-endpoint', 'clock'],
  evaluate: (input) =>
    judgeEndpoints(input, 'How long the certificates still hold', (endpoint, leaf) => {
      const life = daysBetween(leaf.notBefore, leaf.notAfter)
      const left = daysUntil(input, leaf.notAfter)
      if (left <= 0 || left >= life / 3) return []
      const isUrgent = left < life / 10 || left < 3
      return [
        {
          key: endpointKey(endpoint),
          severity: isUrgent ? ('critical' as const) : ('medium' as const),
          title: `The certificate at ${endpointName(endpoint)} has ${Math.floor(left)} of ${Math.round(life)} days left`,
          subjects: [`node:${endpoint.body.node}`],
          statements: [
            endpointStatement(endpoint, 'notAfter', leaf.notAfter),
            endpointStatement(endpoint, 'notBefore', leaf.notBefore),
          ],
          fixes: fixes('Find out why it was not renewed'),
        },
      ]
    }),
})
