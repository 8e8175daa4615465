import type { VerdictStatus } from '@/lib/core/health/health-state'
import { notObservedSince } from '@/lib/core/health/health-word'
import { healthAt } from '@/lib/core/health/stale'
import type { MeasuredHealth, ObservedProbe } from './topology'

/** One thing that a health is made of: a probe, a member of a group. */
export interface HealthPart extends MeasuredHealth {
  readonly name: string
}

/** What may be said of one probe now. */
export function probePart(name: string, probe: ObservedProbe | undefined, nowMs: number): HealthPart {
  if (probe === undefined || probe.health === null) return unknownPart(name, 'not observed yet')
  const { status, sinceMs, reason, isStale, isFlapping, soft } = healthAt(probe.health, nowMs)
  const isWorse =
    soft !== null && (soft.status === 'down' || (soft.status === 'degraded' && status !== 'down'))
  return {
    name,
    status,
    sinceMs,
    observedAtMs: probe.health.observedAtMs,
    validUntilMs: probe.health.validUntilMs,
    reason,
    isStale,
    isFlapping,
    isSuspect: isWorse && status !== 'down',
  }
}

export function unknownPart(name: string, reason: string): HealthPart {
  return { name, ...statedHealth('unknown', reason) }
}

/** A health that nobody measured: planned, unobserved, assumed. */
export function statedHealth(status: VerdictStatus, reason: string): MeasuredHealth {
  return {
    status,
    sinceMs: null,
    observedAtMs: null,
    validUntilMs: null,
    reason,
    isStale: false,
    isFlapping: false,
    isSuspect: false,
  }
}

/**
 * The health that `parts` make, once its status is decided. A bad status began when the first part turned so
 * and holds as long as one part supports it; a good one began with the last and ends with the first to expire.
 */
export function healthOfParts(parts: readonly HealthPart[], status: VerdictStatus): MeasuredHealth {
  const deciding = parts.filter((part) => part.status === status)
  const needsAll = status === 'healthy'
  return {
    status,
    sinceMs: extreme(deciding, 'sinceMs', needsAll),
    observedAtMs: extreme(deciding, 'observedAtMs', !needsAll),
    validUntilMs: extreme(deciding, 'validUntilMs', !needsAll),
    reason: reasonOf(parts, deciding, status),
    isStale: status === 'unknown' && deciding.some((part) => part.isStale),
    isFlapping: parts.some((part) => part.isFlapping),
    isSuspect: status !== 'down' && parts.some((part) => part.isSuspect),
  }
}

/** The latest or the earliest of what is known; null when nothing is. */
function extreme(
  parts: readonly HealthPart[],
  key: 'sinceMs' | 'observedAtMs' | 'validUntilMs',
  isLatest: boolean,
): number | null {
  const known = parts.flatMap((part) => part[key] ?? [])
  if (known.length === 0) return null
  return isLatest ? Math.max(...known) : Math.min(...known)
}

function reasonOf(
  parts: readonly HealthPart[],
  deciding: readonly HealthPart[],
  status: VerdictStatus,
): string {
  const first = deciding[0]
  if (first === undefined) return 'nothing is known'
  if (parts.length === 1) return first.reason
  if (status === 'healthy') return `all ${deciding.length} probes are healthy`
  const newest = extreme(deciding, 'observedAtMs', true)
  if (deciding.length === parts.length && deciding.every((part) => part.isStale) && newest !== null) {
    return notObservedSince(newest)
  }
  return `${first.name}: ${first.reason}`
}
