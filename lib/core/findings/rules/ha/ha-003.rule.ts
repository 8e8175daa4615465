import { nodeNamed, primaries, replicasOf } from '@/lib/core/findings/estate-index'
import { defineRule, type FindingInput, type RuleStatement } from '@/lib/core/findings/rule-definition'
import { siteOf } from '@/lib/core/findings/site-words'
import { asks, fix, stated } from '@/lib/core/findings/statements'
import type { InventoryNode } from '@/lib/core/inventory/node'

export const ha003 = defineRule({
  id: 'HA-003',
  title: 'A replica stands at the same place as its primary',
  severity: 'high',
  reference: 'ISO A.8.14',
  reads: ['inventory.nodes', 'inventory.links', 'inventory.groups'],
  evaluate: (input) =>
    primaries(input).flatMap((primary) =>
      replicasOf(input, primary.slug).flatMap((replica) => {
        const [place, other] = [siteOf(input, primary), siteOf(input, replica)]
        const subjects = [`node:${primary.slug}`, `node:${replica.slug}`]
        if (place === undefined || other === undefined) {
          const bare = place === undefined ? primary : replica
          return [
            asks({
              key: replica.slug,
              title: `Whether ${replica.name} stands apart from ${primary.name} is not known`,
              fact: `the region of ${bare.slug}`,
              inventoryPath: `nodes.${bare.slug}.region`,
              subjects,
            }),
          ]
        }
        if (place !== other) return []
        const elsewhere = replicasOf(input, primary.slug).find((each) => {
          const site = siteOf(input, each)
          return site !== undefined && site !== place
        })
        const rest = elsewhere ? `; ${elsewhere.name} alone outlives that place` : ''
        return [
          {
            key: replica.slug,
            // What is lost together with the primary is still had elsewhere.
            ...(elsewhere ? { severity: 'low' as const } : {}),
            title: `${replica.name} and ${primary.name} both stand in ${place}: they are lost together${rest}`,
            subjects,
            statements: [primary, replica, ...(elsewhere ? [elsewhere] : [])].map((node) =>
              standsIn(input, node),
            ),
            fixes: [
              elsewhere
                ? fix(1, `Move ${replica.slug} to a place of its own`)
                : fix(1, `Move ${replica.slug} to another place, or add a replica there`),
            ],
            rootCause: 'one-writable-database',
          },
        ]
      }),
    ),
})

function standsIn(input: FindingInput, node: InventoryNode): RuleStatement {
  const place = siteOf(input, node) ?? ''
  return node.region === undefined
    ? stated('node', nodeNamed(input, place) ?? node, 'rollsUp', `${node.slug} is a member`)
    : stated('node', node, 'region', place)
}
