import { nodeNamed } from '@/lib/core/findings/estate-index'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { activeRegions, balancedLinks } from '@/lib/core/findings/site-words'
import { fixes, stated } from '@/lib/core/findings/statements'

export const ha016 = defineRule({
  id: 'HA-016',
  title: 'All regions stand behind one edge',
  severity: 'info',
  reference: 'DORA 28, 29',
  reads: ['inventory.nodes', 'inventory.links', 'inventory.traffic'],
  evaluate: (input) => {
    const regions = activeRegions(input)
    const balancer = input.inventory.traffic?.loadBalancer.node
    const node = balancer === undefined ? undefined : nodeNamed(input, balancer)
    if (node === undefined || regions.length < 2) return []
    return [
      {
        key: node.slug,
        title: `${regions.length} regions are reached through ${node.name} alone`,
        subjects: [`node:${node.slug}`],
        statements: [
          stated('node', node, 'name', `${node.name} balances`),
          ...balancedLinks(input).map((link) =>
            stated('link', link, 'source', `${link.source} to ${link.target}`),
          ),
        ],
        fixes: fixes(
          'Prepare a second edge, or a way to the origin without it',
          'Accept the risk, with an owner and a date',
        ),
      },
    ]
  },
})
