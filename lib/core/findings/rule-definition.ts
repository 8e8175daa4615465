import type { FormerAnswer } from '@/lib/core/dns/former-answers'
import type { Inventory } from '@/lib/core/inventory/inventory'
import type { FactBody, FactKind, FactOf, ObservedFact } from '@/lib/core/observed/fact'
import type { AuditCheck, RunbookPlan, RunbookReadiness, Waiver } from './other-sources'

export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const
export type Severity = (typeof severities)[number]

/** One of the two or more sides of a finding. */
export interface FindingStatement {
  /** Where it is said: `Service Port Matrix`, `DNS Record Structure`, `observed`. */
  readonly view: string
  /** Path of the inventory, or what was observed: `ports.http.class`, `port 80/tcp of 127.10.1.1`. */
  readonly field: string
  readonly value: string
  /** Section of the specification, file, probe or import. */
  readonly source: string
  readonly setBy: string
  /** Epoch milliseconds; null for a statement whose time nobody recorded. */
  readonly setAtMs: number | null
}

/** As a rule cites it. What the inventory says names its thing; who set that and when is looked up after. */
export type RuleStatement = Omit<FindingStatement, 'setBy' | 'setAtMs'> &
  (
    | {
        readonly thing: string
        /** Sections of the specification that name the thing. */
        readonly sections?: readonly string[]
      }
    | {
        readonly setBy: string
        readonly setAtMs: number | null
        readonly thing?: never
        readonly sections?: never
      }
  )

export interface FindingFix {
  /** `Open port 80 on the firewall`. */
  readonly title: string
  /** Which statement it changes, by its index. */
  readonly changes: number
  /** Where people do it: a path of the inventory, or a command. */
  readonly how: string
}

export interface NeededFact {
  readonly fact: string
  /** The field to fill in: `tls.certificates.domain.fingerprint256`. */
  readonly inventoryPath: string
}

/** What a rule says; the life cycle is added around it. */
export interface RuleFinding {
  /** Same as long as the finding is the same, whatever its values: subject and what is wrong. Unique in the rule. */
  readonly key: string
  /** Where it differs from the rule's own. */
  readonly severity?: Severity
  readonly title: string
  /** Nodes, links, ports, records: `node:firewall`, `link:php-1-to-redis-cluster`, `port:http`, `record:a-1`. */
  readonly subjects: readonly string[]
  readonly statements: readonly RuleStatement[]
  readonly fixes: readonly FindingFix[]
  /** A missing fact without which nobody can judge; the finding then only asks. */
  readonly needs?: NeededFact
  /** Its statements are views of the specification that cannot all hold: declared contradictions are looked up. */
  readonly isContradiction?: boolean
  /** Only repeats what people have declared: left out where another rule found it by itself. */
  readonly isEcho?: boolean
  /** Names the cause that several findings share: `certificate-issuer`. */
  readonly rootCause?: string
}

/** What rules may look at. Facts past their shelf life are left out before. */
export interface FindingInput {
  readonly inventory: Inventory
  /** The same array as long as no fact of the kind changed. */
  factsOf<Kind extends FactKind>(kind: Kind): readonly ObservedFact<FactOf<Kind>>[]
  /** Null where the part that would know is not there. */
  readonly runbooks: readonly RunbookPlan[] | null
  readonly readiness: readonly RunbookReadiness[] | null
  readonly audit: AuditCheck | null
  readonly waivers: readonly Waiver[]
  /** What resolvers may still keep though the zone's servers say otherwise now. */
  readonly formerAnswers: readonly FormerAnswer[]
  /** Epoch milliseconds. Rules that change with time take it from here; they are asked again every five minutes. */
  readonly nowMs: number
}

/** A part of the input that a rule reads; it is evaluated again only when one of them changed. */
export type RuleInput =
  | `inventory.${keyof Inventory & string}`
  | `fact.${FactBody['kind']}`
  | 'runbooks'
  | 'readiness'
  | 'audit'
  | 'waivers'
  | 'formerAnswers'
  | 'clock'

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
