import { z } from 'zod'
import { healthStatuses } from '@/lib/core/health/health-state'
import type { Database, DatabaseTransaction } from '@/lib/server/db/prisma'

export interface StoredTransition {
  /** `node:<slug>` or `probe:<slug>` */
  readonly subject: string
  readonly atMs: number
  readonly fromStatus: string
  readonly toStatus: string
  readonly reason: string
}

const statusSchema = z.enum(healthStatuses)
export type TransitionStatus = z.infer<typeof statusSchema>

export async function insertTransitions(
  transaction: DatabaseTransaction,
  transitions: readonly StoredTransition[],
): Promise<void> {
  if (transitions.length === 0) return
  const data = transitions.map(({ atMs, ...transition }) => ({ ...transition, at: new Date(atMs) }))
  await transaction.healthTransition.createMany({ data })
}

/** The status in which the newest transition left each subject; subjects without any are left out. */
export async function listLastStatuses(
  database: Database | DatabaseTransaction,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, TransitionStatus>> {
  const rows = await database.$queryRaw<{ subject: string; toStatus: string }[]>`
    SELECT wanted.subject, newest."toStatus"
    FROM unnest(${[...subjects]}::text[]) AS wanted(subject)
    CROSS JOIN LATERAL (
      SELECT t."toStatus" FROM "HealthTransition" t WHERE t."subject" = wanted.subject
      ORDER BY t."at" DESC, t."id" DESC LIMIT 1
    ) newest`
  return new Map(rows.map((row) => [row.subject, statusSchema.parse(row.toStatus)]))
}
