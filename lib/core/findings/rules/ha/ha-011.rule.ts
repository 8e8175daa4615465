import { callersOf, linksTo } from '@/lib/core/findings/estate-index'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { asks, fixes, nodeSubjects, stated } from '@/lib/core/findings/statements'

export const ha011 = defineRule({
  id: 'HA-011',
  title:
    'The health check is answered from a cache, sees too little, or lets one shared store fail all backends',
  severity: 'medium',
  reference: 'deep and shallow health checks',
  reads: ['inventory.traffic', 'inventory.nodes', 'inventory.links'],
  evaluate: (input) => {
    const balancer = input.inventory.traffic?.loadBalancer
    if (balancer === undefined) return []
    const { path, checks, isCachedAtEdge } = balancer.healthCheck
    const thing = { ...balancer, slug: balancer.node }
    const asked = stated('load balancer', thing, 'healthCheck.path', path)
    const subjects = [`node:${balancer.node}`]
    if (checks === undefined) {
      const title = `What ${path} depends on is not stated: it may see too little, or fail every backend at once`
      return [
        asks({
          title,
          fact: `what the answer of ${path} depends on`,
          inventoryPath: 'traffic.loadBalancer.healthCheck.checks',
          subjects,
          statements: [asked],
        }),
      ]
    }
    const shared = checks.filter(
      (slug) => new Set(callersOf(input, slug).flatMap((node) => node.region ?? [])).size > 1,
    )
    const problem =
      isCachedAtEdge === true
        ? `${path} is answered from the edge's cache, whoever is down behind it`
        : checks.length === 0
          ? `${path} depends on no store: a backend without its database stays in the pool`
          : shared.length > 0
            ? `${path} depends on ${shared.join(', ')}, which all regions share: its outage takes every backend out at once`
            : undefined
    if (problem === undefined) return []
    return [
      {
        key: balancer.node,
        title: problem,
        subjects: [...subjects, ...nodeSubjects(shared)],
        statements: [
          asked,
          stated('load balancer', thing, 'healthCheck.checks', checks),
          ...shared.flatMap((slug) =>
            linksTo(input, slug)
              .filter((link) => link.kind === 'traffic')
              .map((link) => stated('link', link, 'target', `${link.source} reaches ${slug}`)),
          ),
        ],
        fixes: fixes('Ask a path that tells of this backend alone', 'Check what only this backend needs'),
      },
    ]
  },
})
