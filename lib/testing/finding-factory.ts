import type { FindingWire } from '@/lib/core/api/findings'
import type { FindingInput } from '@/lib/core/findings/rule-definition'
import type { Inventory, InventoryInput } from '@/lib/core/inventory/inventory'
import type { FactBody, FactKind, FactOf, ObservedFact } from '@/lib/core/observed/fact'
import { makeInventory } from './inventory-factory'

/** An instant after every date step that rules know of today, and before those still to come. */
export const testNowMs = Date.parse('2026-11-25T12:00:00Z')

type Others = Partial<
  Pick<FindingInput, 'runbooks' | 'readiness' | 'audit' | 'waivers' | 'formerAnswers' | 'nowMs'>
>

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
    formerAnswers: [],
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

/** An open finding as the API tells it. */
export function makeFindingWire(parts: Partial<FindingWire> = {}): FindingWire {
  return {
    id: '6f1c6c0e-9d0a-4a3e-8f53-2a3c7f6f1d01',
    rule: 'PORT-001',
    severity: 'high',
    status: 'open',
    title: 'Port 80 is public and denied',
    subjects: ['firewall'],
    about: ['node:firewall'],
    statements: [],
    contradictions: [],
    fixes: [],
    openedAt: '2026-11-25T12:00:00.000Z',
    changedAt: '2026-11-25T12:00:00.000Z',
    resolvedAt: null,
    acknowledgedBy: null,
    waiver: null,
    ...parts,
  }
}
