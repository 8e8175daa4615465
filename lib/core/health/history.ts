import { type HealthStatus, healthStatuses } from './health-state'

export interface Span {
  readonly fromMs: number
  readonly toMs: number
}

/** A stretch of time with one health. */
export interface HistorySegment extends Span {
  readonly status: HealthStatus
  readonly reason: string
}

export interface HealthChange {
  readonly atMs: number
  readonly status: HealthStatus
  readonly reason: string
}

interface Recorded {
  readonly range: Span
  /** Oldest first; the newest one before the range belongs to them. */
  readonly changes: readonly HealthChange[]
  /** When somebody looked, in any order, overlaps allowed. */
  readonly observed: readonly Span[]
  /** How long what was seen may be believed, in milliseconds. */
  readonly shelfMs: number
  readonly maintenance: readonly (Span & { readonly reason: string })[]
}

/**
 * The health over a range, without gaps, oldest first. What nobody looked at is unknown, whatever the last
 * change said; during maintenance it is that, as it was on the map.
 */
export function healthSegments(recorded: Recorded): readonly HistorySegment[] {
  const { range, changes, shelfMs, maintenance } = recorded
  const observed = joinSpans(recorded.observed, shelfMs)
  const instants = [
    range.fromMs,
    range.toMs,
    ...changes.map(({ atMs }) => atMs),
    ...[...observed, ...maintenance].flatMap(({ fromMs, toMs }) => [fromMs, toMs]),
  ]
  const cuts = [...new Set(instants)]
    .filter((atMs) => atMs >= range.fromMs && atMs <= range.toMs)
    .sort((one, other) => one - other)
  const segments: HistorySegment[] = []
  let next = 0
  for (const [index, fromMs] of cuts.slice(0, -1).entries()) {
    while ((changes[next]?.atMs ?? Number.POSITIVE_INFINITY) <= fromMs) next += 1
    const said = changes[next - 1]
    const planned = maintenance.find((window) => contains(window, fromMs))
    const isObserved = observed.some((span) => contains(span, fromMs))
    const state = planned
      ? { status: 'maintenance' as const, reason: planned.reason }
      : stateOf(said, isObserved)
    extend(segments, { ...state, fromMs, toMs: cuts[index + 1] ?? range.toMs })
  }
  return segments
}

/** Share of the whole time in each health, 0 to 1. */
export function healthShares(segments: readonly HistorySegment[]): Record<HealthStatus, number> {
  const wholeMs = segments.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)
  const shareOf = (status: HealthStatus) =>
    segments.reduce((sum, one) => (one.status === status ? sum + one.toMs - one.fromMs : sum), 0) /
    (wholeMs || 1)
  const shares = healthStatuses.map((status) => [status, shareOf(status)] as const)
  return Object.fromEntries(shares) as Record<HealthStatus, number>
}

/** Spans, each believed for `shelfMs` after its end, with those that then touch joined to one. */
function joinSpans(spans: readonly Span[], shelfMs: number): readonly Span[] {
  const joined: Span[] = []
  for (const { fromMs, toMs } of [...spans].sort((one, other) => one.fromMs - other.fromMs)) {
    const last = joined.at(-1)
    const untilMs = toMs + shelfMs
    if (!last || fromMs > last.toMs) joined.push({ fromMs, toMs: untilMs })
    else joined[joined.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, untilMs) }
  }
  return joined
}

function stateOf(
  said: HealthChange | undefined,
  isObserved: boolean,
): { readonly status: HealthStatus; readonly reason: string } {
  if (!isObserved) return { status: 'unknown', reason: 'nobody looked' }
  return said ?? { status: 'unknown', reason: 'not decided yet' }
}

function extend(segments: HistorySegment[], { status, reason, fromMs, toMs }: HistorySegment): void {
  const last = segments.at(-1)
  if (last?.status !== status || last.reason !== reason) segments.push({ status, reason, fromMs, toMs })
  else segments[segments.length - 1] = { ...last, toMs }
}

function contains({ fromMs, toMs }: Span, atMs: number): boolean {
  return fromMs <= atMs && atMs < toMs
}
