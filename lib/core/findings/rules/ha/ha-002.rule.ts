import { linksFrom, primaries, replicasOf } from '@/lib/core/findings/estate-index'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fix, stated } from '@/lib/core/findings/statements'

export const ha002 = defineRule({
  id: 'HA-002',
  title: 'A primary has exactly one replica: nobody can decide a promotion',
  severity: 'high',
  reference: 'majority of at least three voters, or an arbiter',
  reads: ['inventory.nodes', 'inventory.links'],
  evaluate: (input) =>
    primaries(input).flatMap((primary) => {
      const replicas = replicasOf(input, primary.slug)
      const [replica] = replicas
      const link = linksFrom(input, primary.slug).find(
        (each) => each.kind === 'replication' && each.target === replica?.slug,
      )
      if (replica === undefined || link === undefined || replicas.length > 1) return []
      return [
        {
          key: primary.slug,
          title: `${primary.name} has one replica: two of them cannot tell who is cut off`,
          subjects: [`node:${primary.slug}`, `node:${replica.slug}`, `link:${link.id}`],
          statements: [
            stated('node', primary, 'role', primary.role),
            stated('link', link, 'target', `${replica.slug}, the only replica`),
          ],
          fixes: [
            fix(1, 'Add a second replica or an arbiter at a third place'),
            fix(0, 'Say that a person promotes, and put it into the runbook'),
          ],
          rootCause: 'one-writable-database',
        },
      ]
    }),
})
