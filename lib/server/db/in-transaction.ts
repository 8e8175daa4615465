import type { Database, DatabaseTransaction } from './prisma'

const WAIT_MS = 5_000
const DEADLINE_MS = 15_000

/** All of `work` or nothing of it. Ends, undone, when it takes longer than 15 s. */
export function inTransaction<Result>(
  database: Database,
  work: (transaction: DatabaseTransaction) => Promise<Result>,
): Promise<Result> {
  return database.$transaction(work, { maxWait: WAIT_MS, timeout: DEADLINE_MS })
}
