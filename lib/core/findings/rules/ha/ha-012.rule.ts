import { nodeNamed } from '@/lib/core/findings/estate-index'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { asks, fixes, stated } from '@/lib/core/findings/statements'

export const ha012 = defineRule({
  id: 'HA-012',
  title: 'An active health check is declared on open-source nginx, which has passive ones alone',
  severity: 'medium',
  reference: 'docs.nginx.com, HTTP health checks',
  reads: ['inventory.traffic', 'inventory.nodes'],
  evaluate: (input) => {
    const balancer = input.inventory.traffic?.loadBalancer
    const node = balancer && nodeNamed(input, balancer.node)
    if (balancer === undefined || node === undefined || node.kind === 'edge') return []
    const { software } = node
    const subjects = [`node:${node.slug}`]
    if (software === undefined) {
      return [
        asks({
          title: `With what ${node.name} balances is not stated`,
          fact: `the software of ${node.slug}`,
          inventoryPath: `nodes.${node.slug}.software`,
          subjects,
        }),
      ]
    }
    if (!/nginx/i.test(software.name) || /plus/i.test(software.edition ?? software.name)) return []
    const { path, intervalSeconds } = balancer.healthCheck
    return [
      {
        key: node.slug,
        title: `${node.name} is open-source nginx and cannot ask ${path} every ${intervalSeconds} s`,
        subjects,
        statements: [
          stated(
            'load balancer',
            { ...balancer, slug: balancer.node },
            'healthCheck',
            `${path} every ${intervalSeconds} s`,
          ),
          stated('node', node, 'software', `${software.name} ${software.edition ?? ''}`.trim()),
        ],
        fixes: fixes(
          'Declare max_fails and fail_timeout, which it has',
          'Use nginx Plus or another balancer',
        ),
      },
    ]
  },
})
