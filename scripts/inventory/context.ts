import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '@/lib/core/time/clock'
import { dataFolder } from '@/lib/server/config/data-folder'
import { readEnv } from '@/lib/server/config/env'
import { startEmbeddedPostgres } from '@/lib/server/db/embedded-postgres'
import { migrate } from '@/lib/server/db/migrations'
import { createDatabase } from '@/lib/server/db/prisma'
import type { ServiceContext } from '@/lib/server/services/service-context'

/**
 * Runs a service as whoever sits at this machine: who can reach the database's credentials is its admin. The
 * embedded database is started when it does not run, and then stopped again.
 */
export async function withContext<Result>(
  work: (context: ServiceContext) => Promise<Result>,
): Promise<Result> {
  const { url, stop } = await openDatabase()
  try {
    await migrate(url)
    const database = createDatabase(url, 2)
    try {
      const name = `command line (${userInfo().username})`
      const actor = { type: 'system', name, role: 'admin' } as const
      return await work({ actor, clock: systemClock, database, requestId: randomUUID() })
    } finally {
      await database.$disconnect()
    }
  } finally {
    await stop?.()
  }
}

async function openDatabase(): Promise<{ url: string; stop?: () => Promise<void> }> {
  const given = readEnv().DATABASE_URL
  if (given) return { url: given }
  const folder = join(dataFolder(), 'postgres')
  const wasRunning = existsSync(join(folder, 'data', 'postmaster.pid'))
  const postgres = await startEmbeddedPostgres(folder)
  return wasRunning ? { url: postgres.url } : { url: postgres.url, stop: () => postgres.stop() }
}
