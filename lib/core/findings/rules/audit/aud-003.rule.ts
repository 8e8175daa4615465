import { auditStatement, judgeAudit } from '@/lib/core/findings/audit-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes } from '@/lib/core/findings/statements'

export const aud003 = defineRule({
  id: 'AUD-003',
  title: 'The audit log has a gap, or its clock went back',
  severity: 'high',
  reference: 'PCI 10.6.1, ISO A.8.17',
  reads: ['audit'],
  evaluate: (input) =>
    judgeAudit(input, 'Whether entries are missing', (check) => [
      ...check.gaps.map(({ afterId, beforeId }) => ({
        key: `gap:${afterId}`,
        title: `Entries between ${afterId} and ${beforeId} are missing`,
        subjects: ['audit:log'],
        statements: [
          auditStatement(check, 'entry', String(afterId)),
          auditStatement(check, 'next entry', String(beforeId)),
        ],
        fixes: fixes('Find out who removed them'),
      })),
      ...check.backwardSteps
        .filter((step) => step.bySeconds > 1)
        .map(({ id, bySeconds }) => ({
          key: `clock:${id}`,
          title: `The clock was ${bySeconds} s behind when entry ${id} was written`,
          subjects: ['audit:log'],
          statements: [
            auditStatement(check, 'entry', String(id)),
            auditStatement(check, 'clock', `${bySeconds} s back`),
          ],
          fixes: fixes('Synchronise the clocks'),
        })),
    ]),
})
