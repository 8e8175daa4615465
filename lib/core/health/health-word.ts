import type { HealthStatus, VerdictStatus } from './health-state'

/** How bad a status is, for choosing the worst. Not knowing ranks between good and bad. */
export const severityOf: Readonly<Record<VerdictStatus, number>> = {
  healthy: 0,
  unknown: 1,
  degraded: 2,
  down: 3,
}

/** The word that people read, where colour alone must not speak. */
export const healthWords: Readonly<Record<HealthStatus, string>> = {
  healthy: 'Healthy',
  degraded: 'Degraded',
  down: 'Down',
  unknown: 'Unknown',
  maintenance: 'Maintenance',
}

/** The worst of some statuses; `null` for none. */
export function worstOf(statuses: readonly VerdictStatus[]): VerdictStatus | null {
  let worst: VerdictStatus | null = null
  for (const status of statuses) {
    if (worst === null || severityOf[status] > severityOf[worst]) worst = status
  }
  return worst
}

/** An instant inside a reason, in UTC to the second: `2026-11-24 00:10:05 UTC`. */
export function instantInReason(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/** The reason of whatever was not looked at again in time. */
export function notObservedSince(observedAtMs: number): string {
  return `not observed since ${instantInReason(observedAtMs)}`
}
