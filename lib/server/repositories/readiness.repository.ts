import type { Database } from '@/lib/server/db/prisma'

/** Names of the migrations that the database has; none when it was never migrated. Throws when it is away. */
export async function listAppliedMigrations(database: Database): Promise<readonly string[]> {
  const [table] = await database.$queryRaw<{ exists: boolean }[]>`
    SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS exists`
  if (!table?.exists) return []
  const rows = await database.$queryRaw<{ name: string }[]>`
    SELECT migration_name AS name FROM _prisma_migrations
    WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`
  return rows.map(({ name }) => name)
}

/** Probes of the inventory in force, and how many of them nobody has observed in time. */
export async function countOverdueProbes(
  database: Database,
  now: Date,
): Promise<{ readonly probes: number; readonly overdue: number; readonly oldestAgeSeconds: number }> {
  const [row] = await database.$queryRaw<{ probes: number; overdue: number; oldest: Date | null }[]>`
    SELECT count(*)::int AS probes,
      (count(*) FILTER (WHERE s."validUntil" IS NULL OR s."validUntil" < ${now}))::int AS overdue,
      min(s."observedAt") AS oldest
    FROM "Probe" p LEFT JOIN "ProbeState" s ON s."probeId" = p.id WHERE p."removedAt" IS NULL`
  const { probes = 0, overdue = 0, oldest = null } = row ?? {}
  const oldestAgeSeconds = oldest === null ? 0 : (now.getTime() - oldest.getTime()) / 1000
  return { probes, overdue, oldestAgeSeconds }
}
