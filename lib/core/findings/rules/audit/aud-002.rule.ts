import { auditStatement, judgeAudit } from '@/lib/core/findings/audit-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { asks, fixes } from '@/lib/core/findings/statements'

export const aud002 = defineRule({
  id: 'AUD-002',
  title: 'A checkpoint that has left the house is not a prefix of the log',
  severity: 'critical',
  reference: 'RFC 6962 s.2.1.2, C2SP tlog-checkpoint',
  reads: ['audit'],
  evaluate: (input) =>
    judgeAudit(input, 'Whether the log grew from its last checkpoint', (check) => {
      if (check.isCheckpointConsistent === null)
        return [
          asks({
            title: 'No checkpoint of the audit log was kept',
            fact: 'a signed checkpoint of the audit log',
            inventoryPath: 'audit',
          }),
        ]
      if (check.isCheckpointConsistent) return []
      return [
        {
          key: 'checkpoint',
          title: 'The audit log is not the one that was signed: entries were removed or rewritten',
          subjects: ['audit:log'],
          statements: [
            auditStatement(check, 'checkpoint', 'not a prefix of the log'),
            auditStatement(check, 'size', `${check.size} entries`),
          ],
          fixes: fixes('Compare with the copy of the checkpoint, and keep both as evidence'),
        },
      ]
    }),
})
