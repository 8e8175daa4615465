import type { z } from 'zod'
import type { EvidenceLine, VerdictStatus } from '@/lib/core/health/health-state'
import type { FactDraft } from '@/lib/core/observed/fact-draft'

/** What a probe found, judged. Pure data, stored with the state of the probe. */
export interface Judgement {
  readonly status: VerdictStatus
  /** One short sentence for people, no trailing full stop: `answers in 12 ms`, `refused the connection`. */
  readonly reason: string
  readonly evidence: readonly EvidenceLine[]
  /** Numbers worth drawing, by name with the unit last: `lagSeconds`, `queuedJobs`, `busyWorkers`. */
  readonly figures: Readonly<Record<string, number>>
  /** The one number that is kept with the observation for as long as that is; few kinds need one. */
  readonly kept?: number
  /**
   * All that the probe knows now of what can be held against the inventory; what it said before and does not say
   * again is no longer observed. Left out when it could not look: what it said before then grows stale.
   */
  readonly facts?: readonly FactDraft[]
}

/** A connection that a probe keeps open between two measurements. */
export interface HeldConnection<T> {
  readonly value: T
  close(): void
  /** Calls back once, when the other side goes away; the reason is for people. */
  onBreak(listener: (reason: string) => void): void
}

/** What a measurement may use besides its settings. */
export interface ProbeContext {
  /** Aborts at the deadline of the probe; a measurement must end soon after, whatever the peer does. */
  readonly signal: AbortSignal
  readonly timeoutMs: number
  nowMs(): number
  /** Reads a secret or a file by reference, `env:NAME` or `file:PATH`; throws when it is not there. */
  secret(reference: string): Promise<string>
  /**
   * The connection kept for this probe; opened by `open` when there is none. Its break makes the scheduler
   * probe at once. A measurement that finds it unusable calls `dropHeld` and opens another the next time.
   */
  held<T>(open: () => Promise<HeldConnection<T>>): Promise<T>
  dropHeld(): void
}

/**
 * One kind of probe. `measure` does the IO and decides nothing: a peer that fails is a value in what it
 * returns, not a throw. `judge` decides and does no IO, clock included.
 */
export interface ProbeDefinition<Settings, Measurement> {
  /** Same word as the file name. */
  readonly kind: string
  readonly title: string
  readonly settings: z.ZodType<Settings>
  measure(settings: Settings, context: ProbeContext): Promise<Measurement>
  judge(measurement: Measurement, settings: Settings, nowMs: number): Judgement
}

export function defineProbe<Settings, Measurement>(
  definition: ProbeDefinition<Settings, Measurement>,
): ProbeDefinition<Settings, Measurement> {
  return definition
}
