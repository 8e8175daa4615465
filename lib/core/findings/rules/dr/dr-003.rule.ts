import { defineRule } from '@/lib/core/findings/rule-definition'
import { asks, fixes, nodeSubjects, stated } from '@/lib/core/findings/statements'

export const dr003 = defineRule({
  id: 'DR-003',
  title: 'Backups can be changed or deleted',
  severity: 'high',
  reference: 'DORA 12; ransomware',
  reads: ['inventory.backups'],
  evaluate: ({ inventory }) =>
    inventory.backups.flatMap((backup) =>
      backup.copies.flatMap((copy, index) => {
        const path = `copies.${index}.hasObjectLock`
        const subjects = nodeSubjects([copy.node])
        if (copy.hasObjectLock === true) return []
        if (copy.hasObjectLock === undefined) {
          return [
            asks({
              key: `${backup.slug}:${index}`,
              title: `Whether the copies of ${backup.slug} in ${copy.node} can be deleted is not stated`,
              fact: `object lock of ${copy.node}`,
              inventoryPath: `backups.${backup.slug}.${path}`,
              subjects,
            }),
          ]
        }
        return [
          {
            key: `${backup.slug}:${index}`,
            title: `Whoever holds the keys of ${copy.node} can delete ${backup.slug}`,
            subjects,
            statements: [
              stated('backup', backup, path, 'no'),
              stated('backup', backup, `copies.${index}.hasVersioning`, copy.hasVersioning),
            ],
            fixes: fixes('Turn object lock on', 'Turn versioning on'),
            rootCause: 'backup-copies',
          },
        ]
      }),
    ),
})
