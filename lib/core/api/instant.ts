import { z } from 'zod'

/** An instant on the wire: ISO 8601 in UTC, with milliseconds. */
export const instantSchema = z.iso.datetime().meta({ description: 'ISO 8601, UTC' })

export function toInstant(ms: number): string
export function toInstant(ms: number | null): string | null
export function toInstant(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}
