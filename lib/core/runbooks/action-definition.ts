import type { z } from 'zod'
import type { EvidenceLine } from '@/lib/core/health/health-state'
import type { ParameterChoices } from './parameter-choices'
import type { RunMode } from './run'

/** One check before or after an action. `unknown` means that it could not be looked at, and never passes. */
export interface PreflightCheck {
  /** Unique in the action; stays the same from one evaluation to the next. */
  readonly key: string
  /** A short sentence that is true when it passes: `the replica has applied all that it received`. */
  readonly title: string
  readonly outcome: 'passed' | 'warning' | 'failed' | 'unknown'
  readonly reason: string
  readonly evidence: readonly EvidenceLine[]
}

/** What will be lost if people go on, from what the data says. */
export interface RecoveryPoint {
  /** Transactions that may be lost; null when nobody can know. */
  readonly transactions: number | null
  /** Age of the data that will be there, in seconds; null when nobody can know. */
  readonly ageSeconds: number | null
  /** `ageSeconds` is the most that it can be, and not what was measured. */
  readonly isAtMost?: boolean
  readonly reason: string
}

/** Exactly what an action will do, with the present values, before anyone presses a button. */
export interface ActionDescription {
  /** One sentence in the future: `Opens mariadb-replica for writes`. */
  readonly summary: string
  /** The statements, commands and requests in their order; secrets left out. */
  readonly commands: readonly string[]
  /** What people should know: target, candidate and why, present values. */
  readonly facts: readonly EvidenceLine[]
  readonly recoveryPoint?: RecoveryPoint
}

export interface ActionResult {
  /** False when it was found done already: nothing was changed. */
  readonly changed: boolean
  readonly summary: string
  readonly evidence: readonly EvidenceLine[]
  /** What was lost, where doing it told more than the description before it. */
  readonly recoveryPoint?: RecoveryPoint
}

/** A probe of a node, by what it looks at. */
export interface ProbeOfNode {
  readonly nodeSlug: string
  readonly kind: string
}

/** An observation of a probe that was healthy, and by what rules it was judged. */
export interface LastHealthy {
  readonly startedAtMs: number
  readonly intervalSeconds: number
  readonly settings: unknown
  /** What its kind keeps of each observation; null where it keeps nothing. */
  readonly kept: number | null
}

/** Answers of an outside system that looks of about the same moment share, where nothing is done by them yet. */
export interface SharedLooks {
  share<Answer>(question: string, ask: () => Promise<Answer>): Promise<Answer>
}

/** What an action may use besides its settings. Only the worker has one. */
export interface ActionContext {
  /** Given where runbooks are evaluated before anyone needs them; a run asks anew each time. */
  readonly looks?: SharedLooks
  /** Aborts at the deadline of the step, and when the run loses its lease. */
  readonly signal: AbortSignal
  nowMs(): number
  readonly run: {
    readonly id: string
    readonly mode: RunMode
    readonly runbookId: string
    readonly parameters: Readonly<Record<string, string>>
    readonly startedAtMs: number
  }
  /** Grows with each holder of the run's locks; a system that can keep it refuses smaller ones. */
  readonly fencingToken: number
  /** Throws when this process no longer holds the run: call it right before each change of a real system. */
  assertHeld(): Promise<void>
  /** Settings of a connector that the inventory declares, checked by the schema of its kind. */
  connector<Settings>(slug: string, schema: z.ZodType<Settings>): Promise<Settings>
  /** Reads `env:NAME` or `file:PATH`. */
  secret(reference: string): Promise<string>
  /** Kept with the run in the same journal, so that a repeat after a crash, and the way back, know it. */
  recall(key: string): Promise<unknown>
  /** What the run remembered whose way back this one is; undefined when it is none. */
  recallBefore(key: string): Promise<unknown>
  remember(key: string, value: unknown): Promise<void>
  /** A line for the time line of the run. Never a secret. */
  note(line: string): Promise<void>
  /** When probes last found all in order, the newest first; empty when they have not in the last day. */
  lastHealthy(probe: ProbeOfNode): Promise<readonly LastHealthy[]>
  /** Health as it is now, derived as the map derives it. */
  healthOf(nodeSlug: string): Promise<{ readonly status: string; readonly failingSinceMs: number | null }>
}

/**
 * One kind of runbook action. `execute` observes, acts and observes again; a crash can repeat it at any point, so
 * it must do no harm twice. It throws when it can not go on, with a reason for people. `verify` reads the effect
 * back from the real system, and only then is the step done.
 */
export interface ActionDefinition<Settings> {
  /** Same word as the file name. */
  readonly kind: string
  readonly title: string
  readonly settings: z.ZodType<Settings>
  /** Needs a typed confirmation and the role commander. */
  readonly isDestructive: boolean
  /** Where it depends on what a step asks for; the step then needs the same confirmation. */
  destroysWith?(settings: Settings): boolean
  describe(settings: Settings, context: ActionContext): Promise<ActionDescription>
  /** Which values of the parameters that its settings name would do now; asked before anyone starts a run. */
  choices?(settings: Settings, context: ActionContext): Promise<ParameterChoices>
  /**
   * Also asked with the mode `rehearsal`, in rehearsals and when runbooks are evaluated before anyone needs them:
   * what only earlier steps of a run or the disaster itself bring about is then a `warning`, never `failed`.
   */
  preflight(settings: Settings, context: ActionContext): Promise<readonly PreflightCheck[]>
  /** How often a step that waits for people is looked at, where each look costs something; in milliseconds. */
  looksEveryMs?: number
  execute(settings: Settings, context: ActionContext): Promise<ActionResult>
  verify(settings: Settings, context: ActionContext): Promise<readonly PreflightCheck[]>
  /**
   * Brings back what the run noted before the first change, reads it back, and throws with a reason for people when
   * it can not. Begun again after a crash it does no harm; where nothing was changed it changes nothing.
   */
  undo?(settings: Settings, context: ActionContext): Promise<ActionResult>
  /** Once it has succeeded only another runbook leads back: `undo` is for an attempt that failed. */
  hasPointOfNoReturn?: boolean
}

export function defineAction<Settings>(definition: ActionDefinition<Settings>): ActionDefinition<Settings> {
  return definition
}

/** A question put to real systems that changes nothing: `check` steps ask once, `wait` steps until it passes. */
export interface CheckDefinition<Settings> {
  readonly kind: string
  readonly title: string
  readonly settings: z.ZodType<Settings>
  check(settings: Settings, context: ActionContext): Promise<readonly PreflightCheck[]>
}

export function defineCheck<Settings>(definition: CheckDefinition<Settings>): CheckDefinition<Settings> {
  return definition
}
