import type { ProbeHealth, SoftState, VerdictStatus } from './health-state'
import { notObservedSince } from './health-word'

/** An observation further ahead of the reader's clock than this cannot be believed. */
export const maxClockAheadMs = 10_000

/** What may be said of a probe at one instant. */
export interface HealthAt {
  readonly status: VerdictStatus
  readonly sinceMs: number
  readonly reason: string
  readonly isStale: boolean
  readonly isFlapping: boolean
  /** The doubt that is being checked; none when stale. */
  readonly soft: SoftState | null
}

/** The health of a probe at `nowMs`: past its shelf life it is unknown, whatever is stored. */
export function healthAt(health: ProbeHealth, nowMs: number): HealthAt {
  if (isStaleAt(health, nowMs)) {
    return {
      status: 'unknown',
      sinceMs: health.validUntilMs,
      reason: notObservedSince(health.observedAtMs),
      isStale: true,
      isFlapping: false,
      soft: null,
    }
  }
  if (health.observedAtMs > nowMs + maxClockAheadMs) {
    return {
      status: 'unknown',
      sinceMs: nowMs,
      reason: 'observed in the future: the clock of its worker is ahead',
      isStale: true,
      isFlapping: false,
      soft: null,
    }
  }
  const { status, sinceMs, reason, isFlapping, soft } = health
  return { status, sinceMs, reason, isStale: false, isFlapping, soft }
}

/** Whether nobody may be told any more what was observed. */
export function isStaleAt(health: { readonly validUntilMs: number | null }, nowMs: number): boolean {
  return health.validUntilMs !== null && nowMs > health.validUntilMs
}

/** What the browser and the server show of a view of health once its shelf life is over. */
export function expireView<
  View extends {
    readonly status: string
    readonly reason: string
    readonly sinceMs: number | null
    readonly observedAtMs: number | null
    readonly validUntilMs: number | null
    readonly isStale: boolean
    readonly isFlapping: boolean
    readonly isSuspect: boolean
  },
>(view: View, nowMs: number): View {
  if (view.isStale || view.status === 'maintenance' || !isStaleAt(view, nowMs)) return view
  return {
    ...view,
    status: 'unknown',
    sinceMs: view.validUntilMs,
    reason: view.observedAtMs === null ? view.reason : notObservedSince(view.observedAtMs),
    isStale: true,
    isFlapping: false,
    isSuspect: false,
  }
}
