import type { FindingInput } from '@/lib/core/findings/rule-definition'
import type { Inventory, InventoryInput } from '@/lib/core/inventory/inventory'
import type { FactBody, FactKind, FactOf, ObservedFact } from '@/lib/core/observed/fact'
import { makeInventory } from './inventory-factory'

/** An instant after every date step that rules know of today, and before those still to come. */
export const testNowMs = Date.parse('2026-11-25T12:00:00Z')

type Others = Partial<Pick<FindingInput, 'runbooks' | 'readiness' | 'audit' | 'waivers' | 'nowMs'>>

/** What rules look at: a small inventory with parts replaced, and facts that are all fresh. */
export function makeFindingInput(
  parts: Partial<InventoryInput> = {},
  facts: readonly (FactBody | ObservedFact)[] = [],
  others: Others = {},
): FindingInput {
  return inputOf(makeInventory(parts), facts, others)
}

export function inputOf(
  inventory: Inventory,
  facts: readonly (FactBody | ObservedFact)[] = [],
  others: Others = {},
): FindingInput {
  const kept = new Map<string, readonly ObservedFact[]>()
  const observed = facts.map((fact, index) =>
    'body' in fact ? fact : makeFact(fact, { key: `${fact.kind}:${index}` }),
  )
  return {
    inventory,
    factsOf: <Kind extends FactKind>(kind: Kind) => {
      const known = kept.get(kind) ?? observed.filter((fact) => fact.body.kind === kind)
      kept.set(kind, known)
      return known as readonly ObservedFact<FactOf<Kind>>[]
    },
    runbooks: null,
    readiness: null,
    audit: null,
    waivers: [],
    nowMs: testNowMs,
    ...others,
  }
}

export function makeFact(body: FactBody, parts: Partial<ObservedFact> = {}): ObservedFact {
  return {
    key: JSON.stringify(body),
    body,
    source: 'probe',
    vantage: 'worker',
    setBy: 'test',
    observedAtMs: testNowMs - 1_000,
    sinceMs: testNowMs - 60_000,
    validUntilMs: testNowMs + 60_000,
    ...parts,
  }
}
