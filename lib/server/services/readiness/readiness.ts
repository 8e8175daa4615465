import { listMigrations } from '@/lib/server/db/migration-names'
import type { Database } from '@/lib/server/db/prisma'
import { withDeadline } from '@/lib/server/deadline'
import { listAppliedMigrations } from '@/lib/server/repositories/readiness.repository'

const DEADLINE_MS = 2_000

export interface Readiness {
  readonly isReady: boolean
  /** For people, when it is not: why. */
  readonly reason: string
}

/** Whether requests can be served now. What went wrong in detail goes to `onFailure`, not to whoever asks. */
export async function readiness(database: Database, onFailure: (error: unknown) => void): Promise<Readiness> {
  try {
    const applied = new Set(await withDeadline(listAppliedMigrations(database), DEADLINE_MS))
    const missing = (await listMigrations()).filter((name) => !applied.has(name))
    if (missing.length === 0) return { isReady: true, reason: 'the database answers and is migrated' }
    return { isReady: false, reason: `the database lacks ${missing.length} migrations` }
  } catch (error) {
    onFailure(error)
    return { isReady: false, reason: 'the database does not answer' }
  }
}
