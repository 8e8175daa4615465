import { auditStatement, judgeAudit } from '@/lib/core/findings/audit-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { asks, fixes } from '@/lib/core/findings/statements'

export const aud001 = defineRule({
  id: 'AUD-001',
  title: 'The audit log does not verify',
  severity: 'critical',
  reference: 'PCI 10.3.4',
  reads: ['audit'],
  evaluate: (input) =>
    judgeAudit(input, 'Whether the audit log is whole', (check) => {
      if (check.isTreeValid === null)
        return [
          asks({
            title: 'The audit log keeps no tree that could be verified',
            fact: 'the Merkle tree over the audit log',
            inventoryPath: 'audit',
          }),
        ]
      if (check.isTreeValid) return []
      return [
        {
          key: 'tree',
          title: 'An entry of the audit log was changed after it was written',
          subjects: ['audit:log'],
          statements: [
            auditStatement(check, 'root', 'does not follow from the entries'),
            auditStatement(check, 'size', `${check.size} entries`),
          ],
          fixes: fixes('Find the entry, keep the database as evidence, and restore the log'),
        },
      ]
    }),
})
