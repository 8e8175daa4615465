import type { HealthStatus } from './health-state'

/** A change of health, as stored. */
export interface HealthChange {
  readonly atMs: number
  readonly from: HealthStatus
  readonly to: HealthStatus
}

/** A stretch of time with one status: what a strip draws. */
export interface HealthSegment {
  readonly status: HealthStatus
  readonly fromMs: number
  readonly toMs: number
}

/** How long a subject was what. Working is healthy or degraded. */
export interface Uptime {
  readonly workingMs: number
  readonly downMs: number
  /** Nobody knows: neither up nor down, and in neither share. */
  readonly unknownMs: number
  readonly maintenanceMs: number
  /** Working among working and down, 0 to 1; null when nothing was known all the time. */
  readonly share: number | null
}

/**
 * The history of one subject between two instants, without holes, oldest first. Before the first change it was
 * what that change came from; with no change at all it was unknown unless `current` says what it is. Past
 * `validUntilMs` nothing is known, even if nobody has noted that yet.
 */
export function healthSegments(
  changes: readonly HealthChange[],
  window: { readonly fromMs: number; readonly nowMs: number },
  current: {
    readonly status: HealthStatus
    readonly sinceMs: number
    readonly validUntilMs: number | null
  } | null = null,
): readonly HealthSegment[] {
  const inOrder = [...changes].sort((one, other) => one.atMs - other.atMs)
  const marks: { atMs: number; status: HealthStatus }[] = [
    { atMs: Number.NEGATIVE_INFINITY, status: inOrder[0]?.from ?? 'unknown' },
    ...inOrder.map(({ atMs, to }) => ({ atMs, status: to })),
  ]
  if (current !== null && inOrder.length === 0) marks.push({ atMs: current.sinceMs, status: current.status })
  const expiresAtMs = current?.validUntilMs ?? Number.POSITIVE_INFINITY
  const last = marks.at(-1)
  if (last !== undefined && last.status !== 'maintenance' && expiresAtMs < window.nowMs) {
    marks.push({ atMs: Math.max(expiresAtMs, last.atMs), status: 'unknown' })
  }
  return joinSame(
    marks.map(({ atMs, status }, index) => ({
      status,
      fromMs: Math.max(atMs, window.fromMs),
      toMs: Math.min(marks[index + 1]?.atMs ?? window.nowMs, window.nowMs),
    })),
  )
}

/** Adds up the segments. Maintenance and not knowing are told apart, and count neither for nor against. */
export function uptimeOf(segments: readonly HealthSegment[]): Uptime {
  const spent = (...statuses: readonly HealthStatus[]): number =>
    segments
      .filter(({ status }) => statuses.includes(status))
      .reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)
  const workingMs = spent('healthy', 'degraded')
  const downMs = spent('down')
  const knownMs = workingMs + downMs
  return {
    workingMs,
    downMs,
    unknownMs: spent('unknown'),
    maintenanceMs: spent('maintenance'),
    share: knownMs === 0 ? null : workingMs / knownMs,
  }
}

function joinSame(segments: readonly HealthSegment[]): readonly HealthSegment[] {
  const joined: HealthSegment[] = []
  for (const segment of segments) {
    if (segment.toMs <= segment.fromMs) continue
    const last = joined.at(-1)
    if (last?.status === segment.status) joined[joined.length - 1] = { ...last, toMs: segment.toMs }
    else joined.push(segment)
  }
  return joined
}
