import { auditStatement, judgeAudit } from '@/lib/core/findings/audit-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, known } from '@/lib/core/findings/statements'

export const aud005 = defineRule({
  id: 'AUD-005',
  title: 'Reading or exporting the audit log is not itself recorded',
  severity: 'medium',
  reference: 'PCI 10.2.1.3',
  reads: ['audit', 'inventory.auditPolicy'],
  evaluate: (input) =>
    judgeAudit(input, 'Whether reading the log is recorded', (check) => {
      if (check.logsReads) return []
      return [
        {
          key: 'reads',
          title: 'Who reads the audit log leaves no entry',
          subjects: ['audit:log'],
          statements: [
            auditStatement(check, 'entries about reading', 'none'),
            known('PCI 10.2.1.3', 'access to audit logs', 'is logged'),
          ],
          fixes: fixes('Record each reading and export'),
        },
      ]
    }),
})
