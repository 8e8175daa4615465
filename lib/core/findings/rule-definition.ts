import type { Inventory } from '@/lib/core/inventory/inventory'
import type { FactBody, FactKind, FactOf, ObservedFact } from '@/lib/core/observed/fact'

export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const
export type Severity = (typeof severities)[number]

/** One of the two or more sides of a finding. */
export interface FindingStatement {
  /** Where it is said: `Service Port Matrix`, `DNS Record Structure`, `observed`. */
  readonly view: string
  readonly field: string
  readonly value: string
  /** Section of the specification, file, probe or import. */
  readonly source: string
  readonly setBy: string
  /** Epoch milliseconds; null for a statement whose time nobody recorded. */
  readonly setAtMs: number | null
}

export interface FindingFix {
  /** `Open port 80 on the firewall`. */
  readonly title: string
  /** Which statement it changes, by its index. */
  readonly changes: number
  /** Where people do it: a path of the inventory, or a command. */
  readonly how: string
}

/** What a rule says; the life cycle is added around it. */
export interface RuleFinding {
  /** Same as long as the finding is the same, whatever its values: subject and what is wrong. */
  readonly key: string
  readonly severity: Severity
  readonly title: string
  /** Nodes, links, ports, records: `node:firewall`, `link:php-1-to-redis-cluster`, `port:http`, `dns:apex-a`. */
  readonly subjects: readonly string[]
  readonly statements: readonly FindingStatement[]
  readonly fixes: readonly FindingFix[]
  /** A missing fact without which nobody can judge; the finding then only asks. */
  readonly needs?: { readonly fact: string; readonly inventoryPath: string }
  /** Names the cause that several findings share: `certificate-issuer`. */
  readonly rootCause?: string
}

/** What rules may look at. Facts past their shelf life are left out before. */
export interface FindingInput {
  readonly inventory: Inventory
  readonly revision: { readonly number: number; readonly actor: string; readonly createdAtMs: number }
  factsOf<Kind extends FactKind>(kind: Kind): readonly ObservedFact<FactOf<Kind>>[]
  /** Epoch milliseconds. Rules that change on a date take it from here. */
  readonly nowMs: number
}

/** A part of the input that a rule reads; it is evaluated again only when one of them changed. */
export type RuleInput = `inventory.${keyof Inventory & string}` | `fact.${FactBody['kind']}` | 'clock'

/** One rule of the catalogue: pure, one file, one line in the registry. */
export interface RuleDefinition {
  /** The catalogue's id: `PORT-001`. */
  readonly id: string
  readonly title: string
  readonly severity: Severity
  readonly reference: string
  readonly reads: readonly RuleInput[]
  evaluate(input: FindingInput): readonly RuleFinding[]
}

export function defineRule(definition: RuleDefinition): RuleDefinition {
  return definition
}
