import { replicasOf } from '@/lib/core/findings/estate-index'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, nodeSubjects, stated } from '@/lib/core/findings/statements'

export const dr008 = defineRule({
  id: 'DR-008',
  title: 'Replication is counted as a backup',
  severity: 'medium',
  reference: 'a replica repeats every mistake',
  reads: ['inventory.backups', 'inventory.nodes', 'inventory.links'],
  evaluate: (input) =>
    input.inventory.backups
      .filter(
        (backup) =>
          backup.method === 'replication' ||
          (backup.copies.length > 0 &&
            backup.copies.every((copy) =>
              backup.of.some((store) =>
                replicasOf(input, store).some((replica) => replica.slug === copy.node),
              ),
            )),
      )
      .map((backup) => ({
        key: backup.slug,
        title: `${backup.slug} is a replica, which repeats every mistake at once`,
        subjects: nodeSubjects([...backup.of, ...backup.copies.map((copy) => copy.node)]),
        statements: [
          stated('backup', backup, 'method', backup.method),
          stated(
            'backup',
            backup,
            'copies',
            backup.copies.map((copy) => copy.node),
          ),
        ],
        fixes: fixes('Take dumps or snapshots besides', 'Keep a copy that does not follow'),
      })),
})
