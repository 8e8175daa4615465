import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, stated } from '@/lib/core/findings/statements'

export const ha008 = defineRule({
  id: 'HA-008',
  title: 'A health check waits longer than its interval',
  severity: 'medium',
  reference: 'health checks overlap',
  reads: ['inventory.traffic'],
  evaluate: ({ inventory }) => {
    const balancer = inventory.traffic?.loadBalancer
    if (balancer === undefined) return []
    const { intervalSeconds, timeoutSeconds } = balancer.healthCheck
    if (timeoutSeconds < intervalSeconds) return []
    const thing = { ...balancer, slug: balancer.node }
    return [
      {
        key: balancer.node,
        title: `The health check may wait ${timeoutSeconds} s and is repeated every ${intervalSeconds} s`,
        subjects: [`node:${balancer.node}`],
        statements: [
          stated('load balancer', thing, 'healthCheck.timeoutSeconds', `${timeoutSeconds} s`),
          stated('load balancer', thing, 'healthCheck.intervalSeconds', `${intervalSeconds} s`),
        ],
        fixes: fixes('Shorten the time-out', 'Lengthen the interval'),
      },
    ]
  },
})
