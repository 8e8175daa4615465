import { z } from 'zod'
import { healthStatuses } from '@/lib/core/health/health-state'
import type { HealthView } from '@/lib/core/topology/topology'

/** An instant on the wire: ISO 8601 in UTC, with milliseconds. */
export const instantSchema = z.iso.datetime().meta({ description: 'ISO 8601, UTC' })

export const healthWireSchema = z
  .object({
    status: z.enum(healthStatuses),
    since: instantSchema.nullable(),
    observedAt: instantSchema.nullable(),
    validUntil: instantSchema
      .nullable()
      .meta({ description: 'Show `unknown` after this instant unless something newer came.' }),
    reason: z.string(),
    isStale: z.boolean(),
    isFlapping: z.boolean(),
    isSuspect: z.boolean().meta({ description: 'A first failure was seen and is being checked.' }),
  })
  .meta({ id: 'Health' })
export type HealthWire = z.infer<typeof healthWireSchema>

export function toHealthWire(health: HealthView): HealthWire {
  const { status, reason, isStale, isFlapping, isSuspect } = health
  return {
    status,
    since: toInstant(health.sinceMs),
    observedAt: toInstant(health.observedAtMs),
    validUntil: toInstant(health.validUntilMs),
    reason,
    isStale,
    isFlapping,
    isSuspect,
  }
}

export function toInstant(ms: number): string
export function toInstant(ms: number | null): string | null
export function toInstant(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}
