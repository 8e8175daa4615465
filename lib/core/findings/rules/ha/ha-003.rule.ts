import { nodeNamed, primaries, replicasOf } from '@/lib/core/findings/estate-index'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { siteOf } from '@/lib/core/findings/site-words'
import { asks, fix, stated } from '@/lib/core/findings/statements'

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
        return [
          {
            key: replica.slug,
            title: `${replica.name} and ${primary.name} both stand in ${place}: they are lost together`,
            subjects,
            statements: [primary, replica].map((node) =>
              node.region === undefined
                ? stated('node', nodeNamed(input, place) ?? node, 'rollsUp', `${node.slug} is a member`)
                : stated('node', node, 'region', place),
            ),
            fixes: [fix(1, `Move ${replica.slug} to another place, or add a replica there`)],
            rootCause: 'one-writable-database',
          },
        ]
      }),
    ),
})
