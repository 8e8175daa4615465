import type { HealthStatus } from '@/lib/core/health/health-state'

/**
 * The health of a part that several nodes play for one another: down only when all are, degraded while some fail,
 * unknown when nobody can tell of one of them. Undefined for a part that nobody plays who has a health.
 */
export function partHealth(statuses: readonly HealthStatus[]): HealthStatus | undefined {
  if (statuses.length === 0) return undefined
  if (statuses.every((status) => status === 'down')) return 'down'
  const order = ['down', 'degraded', 'unknown', 'maintenance', 'healthy'] as const
  const worst = order.find((status) => statuses.includes(status))
  return worst === 'down' ? 'degraded' : worst
}
