import { auditStatement, judgeAudit } from '@/lib/core/findings/audit-words'
import type { AuditCheck } from '@/lib/core/findings/other-sources'
import { defineRule, type RuleFinding } from '@/lib/core/findings/rule-definition'
import { asks, fix, fixes, known } from '@/lib/core/findings/statements'

export const aud002 = defineRule({
  id: 'AUD-002',
  title: 'A checkpoint that has left the house is not a prefix of the log',
  severity: 'critical',
  reference: 'RFC 6962 s.2.1.2, C2SP tlog-checkpoint',
  reads: ['audit'],
  evaluate: (input) =>
    judgeAudit(input, 'Whether the log grew from its last checkpoint', (check) => {
      const strangers = check.unknownSigners.map((signer) => signedByStranger(check, signer))
      if (check.isCheckpointConsistent === null)
        return [
          ...strangers,
          asks({
            title: 'No checkpoint of the audit log is signed yet',
            fact: 'a signed checkpoint of the audit log',
            inventoryPath: 'audit',
            how: 'Let a worker run: it signs the log a minute after a change',
          }),
        ]
      if (check.isCheckpointConsistent) return strangers
      return [
        ...strangers,
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

function signedByStranger(check: AuditCheck, signer: string): RuleFinding {
  return {
    key: `signer:${signer}`,
    title: 'Checkpoints of the audit log are signed with a key that nobody has configured',
    subjects: ['audit:log'],
    statements: [
      auditStatement(check, 'signer', signer),
      known('SWITCHYARD_AUDIT_KEYS, audit-key.pem', 'keys that may sign', 'not this one'),
    ],
    fixes: [
      fix(0, 'Find out who signed, and keep the database as evidence'),
      fix(1, 'Name the key of another worker, or of before a move', 'SWITCHYARD_AUDIT_KEYS'),
    ],
  }
}
