import { nodeNamed } from '@/lib/core/findings/estate-index'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { asks, fixes, known, stated } from '@/lib/core/findings/statements'

export const ha013 = defineRule({
  id: 'HA-013',
  title: 'The health check is asked more often than the plan allows',
  severity: 'medium',
  reference: 'Cloudflare load balancing plans',
  reads: ['inventory.traffic', 'inventory.nodes'],
  evaluate: (input) => {
    const balancer = input.inventory.traffic?.loadBalancer
    const node = balancer && nodeNamed(input, balancer.node)
    if (balancer === undefined || node?.kind !== 'edge') return []
    const { intervalSeconds } = balancer.healthCheck
    const thing = { ...balancer, slug: balancer.node }
    const interval = stated('load balancer', thing, 'healthCheck.intervalSeconds', `${intervalSeconds} s`)
    const subjects = [`node:${node.slug}`]
    if (balancer.plan === undefined) {
      const title = `Whether the plan of ${node.name} allows a check every ${intervalSeconds} s is not known`
      return [
        asks({
          title,
          fact: `the plan of ${node.slug}`,
          inventoryPath: 'traffic.loadBalancer.plan',
          subjects,
          statements: [interval],
        }),
      ]
    }
    const least = leastIntervalSeconds[balancer.plan]
    if (intervalSeconds >= least) return []
    return [
      {
        key: node.slug,
        title: `The plan ${balancer.plan} checks every ${least} s at the most, not every ${intervalSeconds} s`,
        subjects,
        statements: [
          interval,
          stated('load balancer', thing, 'plan', balancer.plan),
          known('Cloudflare load balancing plans', 'shortest interval', `${least} s`),
        ],
        fixes: fixes(`Check every ${least} s`, 'Take a plan that allows it'),
      },
    ]
  },
})

/** developers.cloudflare.com, load-balancing/monitors/create-monitor: "Minimum time in seconds"; compared 2026-11-25. */
const leastIntervalSeconds = { pro: 60, business: 15, enterprise: 10 } as const
