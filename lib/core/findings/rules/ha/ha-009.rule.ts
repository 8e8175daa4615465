import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, stated } from '@/lib/core/findings/statements'

export const ha009 = defineRule({
  id: 'HA-009',
  title: 'Finding a failure takes a large part of the recovery time',
  severity: 'info',
  reference: 'interval × failures + time-out',
  reads: ['inventory.traffic', 'inventory.disasterRecovery'],
  evaluate: ({ inventory }) => {
    const balancer = inventory.traffic?.loadBalancer
    if (balancer === undefined) return []
    const { intervalSeconds, timeoutSeconds, failureThreshold } = balancer.healthCheck
    const worst = intervalSeconds * failureThreshold + timeoutSeconds
    return inventory.disasterRecovery.scenarios
      .filter((scenario) => scenario.steps.some((step) => /health check|failover|detect/i.test(step)))
      .filter((scenario) => worst > scenario.rtoSeconds / 2)
      .map((scenario) => ({
        key: scenario.slug,
        title: `Detection alone takes up to ${worst} s of the ${scenario.rtoSeconds} s in which ${scenario.name} is to be over`,
        subjects: [`scenario:${scenario.slug}`, `node:${balancer.node}`],
        statements: [
          stated(
            'load balancer',
            { ...balancer, slug: balancer.node },
            'healthCheck',
            `${intervalSeconds} s × ${failureThreshold} + ${timeoutSeconds} s = ${worst} s`,
          ),
          stated('recovery scenario', scenario, 'rtoStated', scenario.rtoStated),
        ],
        fixes: fixes('Check more often, or decide after fewer failures', 'Lengthen the objective'),
      }))
  },
})
