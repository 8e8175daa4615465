import type { InventoryPlan } from '@/lib/core/inventory/plan-inventory'
import type { CitedFinding } from './evaluate-rules'
import type { FindingStatement } from './rule-definition'

/** Who put something into the inventory, and when. */
export interface Authorship {
  readonly actor: string
  readonly atMs: number
  readonly revision: number
}

/** By the name of a thing, `port http`: the newest revision that added or changed it. */
export type Provenance = ReadonlyMap<string, Authorship>

export function provenanceAfter(before: Provenance, plan: InventoryPlan, by: Authorship): Provenance {
  const after = new Map(before)
  for (const change of plan.changes) {
    const name = `${change.kind} ${change.slug}`
    if (change.type === 'removed') after.delete(name)
    else after.set(name, by)
  }
  return after
}

/** A finding's statements with who said each, and when; what no revision named last is the newest revision's. */
export function withAuthors(
  finding: CitedFinding,
  provenance: Provenance,
  newest: Authorship,
): readonly FindingStatement[] {
  return finding.statements.map((statement) => {
    const { view, field, value, source } = statement
    if (statement.thing === undefined) {
      return { view, field, value, source, setBy: statement.setBy, setAtMs: statement.setAtMs }
    }
    const by = provenance.get(statement.thing) ?? newest
    const from =
      source === 'specification'
        ? `specification, revision ${by.revision}`
        : `inventory, revision ${by.revision}`
    return { view, field, value, source: from, setBy: by.actor, setAtMs: by.atMs }
  })
}
