import { AppError } from '@/lib/core/errors/app-error'
import { systemClock } from '@/lib/core/time/clock'
import { migrate } from '@/lib/server/db/migrations'
import { createDatabase } from '@/lib/server/db/prisma'
import type { Log } from '@/lib/server/log'
import { ensureFirstAdmin } from '@/lib/server/services/users/ensure-first-admin'

const RETRY_MS = 2_000

/**
 * Migrates the database and makes the first admin. A database that is away is waited for in the background,
 * so that the process can say so. One that belongs to a newer version ends the process with the reason.
 */
export async function prepareDatabase(url: string, log: Log): Promise<void> {
  try {
    await migrate(url)
    await introduceFirstAdmin(url)
  } catch (error) {
    if (error instanceof AppError && error.code === 'conflict') {
      console.error(error.message)
      process.exit(1)
    }
    log.warn({ err: error }, 'the database cannot be prepared yet, trying again')
    setTimeout(() => void prepareDatabase(url, log), RETRY_MS)
  }
}

/** Nobody can read the password again, so it is said here, once, and never logged. */
async function introduceFirstAdmin(url: string): Promise<void> {
  const database = createDatabase(url, 1)
  try {
    const admin = await ensureFirstAdmin(database, systemClock)
    if (admin) console.log(`\nFirst sign-in, shown only now:\n  ${admin.email}   ${admin.password}\n`)
  } finally {
    await database.$disconnect()
  }
}
