import { defineRule } from '@/lib/core/findings/rule-definition'
import { asks, fixes, nodeSubjects, stated } from '@/lib/core/findings/statements'

export const dr006 = defineRule({
  id: 'DR-006',
  title: 'A backup is not encrypted, or its key is kept beside it',
  severity: 'high',
  reference: 'ISO A.8.24',
  reads: ['inventory.backups'],
  evaluate: ({ inventory }) =>
    inventory.backups.flatMap((backup) => {
      const { encryption } = backup
      const subjects = nodeSubjects(backup.copies.map((copy) => copy.node))
      if (encryption === undefined) {
        return [
          asks({
            key: backup.slug,
            title: `Whether ${backup.slug} is encrypted is not stated`,
            fact: `the encryption of ${backup.slug}`,
            inventoryPath: `backups.${backup.slug}.encryption`,
            subjects,
          }),
        ]
      }
      if (encryption.isEncrypted && encryption.isKeyStoredApart !== false) return []
      return [
        {
          key: backup.slug,
          title: encryption.isEncrypted
            ? `The key of ${backup.slug} is kept beside it`
            : `${backup.slug} is not encrypted`,
          subjects,
          statements: [
            stated('backup', backup, 'encryption.isEncrypted', encryption.isEncrypted),
            stated('backup', backup, 'encryption.isKeyStoredApart', encryption.isKeyStoredApart),
          ],
          fixes: fixes('Encrypt it before it leaves the host', 'Keep the key in another account'),
        },
      ]
    }),
})
