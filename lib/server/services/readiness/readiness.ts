import type { Database } from '@/lib/server/db/prisma'
import { withDeadline } from '@/lib/server/deadline'
import { isDatabaseAnswering } from '@/lib/server/repositories/readiness.repository'

const DEADLINE_MS = 2_000

/** Whether requests can be served now; `reason` says why not, for people. */
export async function readiness(
  database: Database,
): Promise<{ readonly isReady: boolean; readonly reason: string }> {
  try {
    await withDeadline(isDatabaseAnswering(database), DEADLINE_MS)
    return { isReady: true, reason: 'the database answers and is migrated' }
  } catch {
    return { isReady: false, reason: 'the database does not answer, or is not migrated' }
  }
}
