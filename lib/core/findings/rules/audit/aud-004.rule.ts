import { auditStatement, judgeAudit } from '@/lib/core/findings/audit-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes } from '@/lib/core/findings/statements'

export const aud004 = defineRule({
  id: 'AUD-004',
  title: 'A change has no reason, or was approved by the person who asked',
  severity: 'medium',
  reference: 'PCI 6.5.1, 1.2.2; SOC2 CC8.1',
  reads: ['audit'],
  evaluate: (input) =>
    judgeAudit(input, 'Whether every change has a reason', (check) => {
      const [first] = check.unreasonedChanges
      if (first === undefined) return []
      return [
        {
          key: 'changes',
          title: `${check.unreasonedChanges.length} changes have no reason or approver of their own`,
          subjects: ['audit:log'],
          statements: check.unreasonedChanges
            .slice(0, 20)
            .map((change) =>
              auditStatement(check, `entry ${change.id}`, `${change.action} by ${change.actor}, no reason`),
            ),
          fixes: fixes('Record the reason and who agreed'),
        },
      ]
    }),
})
