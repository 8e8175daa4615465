import type { AuditCheck } from './other-sources'
import type { FindingInput, RuleFinding, RuleStatement } from './rule-definition'
import { asks } from './statements'

export function auditStatement(check: AuditCheck, field: string, value: string): RuleStatement {
  return {
    view: 'audit log',
    field,
    value,
    source: 'verification',
    setBy: 'worker',
    setAtMs: check.checkedAtMs,
  }
}

/** Judges what verifying the audit log found; asks for it where nothing verifies. */
export function judgeAudit(
  input: FindingInput,
  what: string,
  judge: (check: AuditCheck) => readonly RuleFinding[],
): readonly RuleFinding[] {
  if (input.audit !== null) return judge(input.audit)
  return [
    asks({
      title: `${what} is not known: nothing verifies the audit log`,
      fact: 'a verification of the audit log',
      inventoryPath: 'audit',
      how: 'Let a worker run: it verifies the log',
    }),
  ]
}
