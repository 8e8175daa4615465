import type { RunbookPlan } from './other-sources'
import type { RuleStatement } from './rule-definition'

export function runbookStatement(runbook: RunbookPlan, field: string, value: string): RuleStatement {
  const source = `runbooks/${runbook.id}.md`
  return { view: 'runbook', field: `${runbook.id}.${field}`, value, source, setBy: 'runbook', setAtMs: null }
}
