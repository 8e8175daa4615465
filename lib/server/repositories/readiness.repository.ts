import type { Database } from '@/lib/server/db/prisma'

/** Throws unless the database answers and holds the tables of this version. */
export async function isDatabaseAnswering(database: Database): Promise<void> {
  await database.$queryRaw`SELECT count(*)::int FROM (SELECT 1 FROM "Event" LIMIT 1) one`
}
