import type { Database } from '@/lib/server/db/prisma'

/** Counts one more in the window and returns the count, in one statement: attempts at once all count. */
export async function countInWindow(database: Database, key: string, startedAtMs: number): Promise<number> {
  const startedAt = new Date(startedAtMs)
  const rows = await database.$queryRaw<{ count: number }[]>`
    INSERT INTO "RateWindow" AS w (key, "startedAt", count) VALUES (${key}, ${startedAt}, 1)
    ON CONFLICT (key, "startedAt") DO UPDATE SET count = w.count + 1
    RETURNING count`
  return rows[0]?.count ?? 1
}

/** Takes back one count; what succeeded was no guess. */
export async function uncountInWindow(database: Database, key: string, startedAtMs: number): Promise<void> {
  await database.rateWindow.updateMany({
    where: { key, startedAt: new Date(startedAtMs), count: { gt: 0 } },
    data: { count: { decrement: 1 } },
  })
}

export async function dropWindowsBefore(database: Database, beforeMs: number): Promise<void> {
  await database.rateWindow.deleteMany({ where: { startedAt: { lt: new Date(beforeMs) } } })
}
