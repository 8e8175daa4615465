import { groupBy } from '@/lib/core/findings/kept-by'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fix, known, nodeSubjects, stated } from '@/lib/core/findings/statements'
import type { Inventory } from '@/lib/core/inventory/inventory'

export const dr002 = defineRule({
  id: 'DR-002',
  title: 'Every copy of a backup is in one place',
  severity: 'high',
  reference: 'ISO A.8.13; DORA 12.3; 3-2-1',
  reads: ['inventory.backups', 'inventory.nodes'],
  evaluate: ({ inventory }) => {
    const byStore = groupBy(
      inventory.backups.flatMap((backup) => backup.of.map((store) => ({ store, backup }))),
      (each) => each.store,
    )
    return [
      ...groupBy([...byStore], ([, backups]) => placesOf(backups.map((each) => each.backup)).join()),
    ].flatMap(([, stores]) => {
      const backups = [...new Set(stores.flatMap(([, each]) => each.map(({ backup }) => backup)))]
      const places = placesOf(backups)
      const [place] = places
      if (place === undefined || places.length > 1) return []
      return [
        {
          key: place,
          title: `All copies of ${stores.map(([store]) => store).join(', ')} are in ${place}: one bucket, one account, one mistake`,
          subjects: nodeSubjects([
            ...stores.map(([store]) => store),
            ...backups.flatMap((backup) => backup.copies.map((copy) => copy.node)),
          ]),
          statements: [
            ...backups.map((backup) =>
              stated(
                'backup',
                backup,
                'copies',
                backup.copies.map((copy) => [copy.node, copy.region, copy.account].filter(Boolean).join(' ')),
              ),
            ),
            known('3-2-1', 'copies', 'three, on two kinds of storage, one elsewhere'),
          ],
          fixes: backups.map((backup, index) =>
            fix(index, `Keep a copy of ${backup.slug} in another account and region`),
          ),
          rootCause: 'backup-copies',
        },
      ]
    })
  },
})

type Backup = Inventory['backups'][number]

/** Copies in one bucket are one place unless they name other regions or accounts. */
function placesOf(backups: readonly Backup[]): readonly string[] {
  return [
    ...new Set(
      backups.flatMap((backup) =>
        backup.copies.map((copy) => [copy.node, copy.region, copy.account].filter(Boolean).join(' ')),
      ),
    ),
  ]
}
