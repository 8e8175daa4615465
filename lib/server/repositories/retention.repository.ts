import type { Database, DatabaseTransaction } from '@/lib/server/db/prisma'

/** Any number; held by the one worker that tidies up. */
const RETENTION_LOCK = 7_265_384
const HOUR_MS = 3_600_000
const TRANSACTION_DEADLINE_MS = 60_000
/** Probing writes all the time: whoever waits for a lock on its tables must not make it wait for long. */
const LOCK_DEADLINE = '2s'
const ROWS_A_DELETE = 20_000

/** Runs `work` in a transaction if no other worker tidies up; undefined otherwise. */
export async function asOnlyTidier<T>(
  database: Database,
  work: (transaction: DatabaseTransaction) => Promise<T>,
): Promise<T | undefined> {
  return database.$transaction(
    async (transaction) => {
      const [row] = await transaction.$queryRaw<{ isMine: boolean }[]>`
        SELECT pg_try_advisory_xact_lock(${RETENTION_LOCK}) AS "isMine"`
      return row?.isMine ? work(transaction) : undefined
    },
    { timeout: TRANSACTION_DEADLINE_MS },
  )
}

/** Start of each hour that has a partition of observations, oldest first, in epoch milliseconds. */
export async function listPartitionHours(transaction: DatabaseTransaction): Promise<readonly number[]> {
  const rows = await transaction.$queryRaw<{ name: string }[]>`
    SELECT c.relname AS "name" FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = '"Observation"'::regclass ORDER BY 1`
  return rows.flatMap(({ name }) => {
    const match = /^Observation_(\d{4})(\d{2})(\d{2})(\d{2})$/.exec(name)
    if (match === null) return []
    const [year = 0, month = 0, day = 0, hour = 0] = match.slice(1).map(Number)
    return [Date.UTC(year, month - 1, day, hour)]
  })
}

/** Makes the partition of an hour; what the default partition caught of that hour moves into it. */
export async function createPartition(transaction: DatabaseTransaction, hourMs: number): Promise<void> {
  const name = partitionName(hourMs)
  const from = `'${new Date(hourMs).toISOString()}'`
  const to = `'${new Date(hourMs + HOUR_MS).toISOString()}'`
  const steps = [
    `SET LOCAL lock_timeout = '${LOCK_DEADLINE}'`,
    `LOCK TABLE "Observation_default" IN ACCESS EXCLUSIVE MODE`,
    `CREATE TABLE "${name}" (LIKE "Observation" INCLUDING ALL)`,
    `WITH caught AS (DELETE FROM "Observation_default" WHERE "finishedAt" >= ${from} AND "finishedAt" < ${to} RETURNING *)
      INSERT INTO "${name}" SELECT * FROM caught`,
    `ALTER TABLE "Observation" ATTACH PARTITION "${name}" FOR VALUES FROM (${from}) TO (${to})`,
  ]
  for (const step of steps) await transaction.$executeRawUnsafe(step)
}

export async function dropPartition(transaction: DatabaseTransaction, hourMs: number): Promise<void> {
  await transaction.$executeRawUnsafe(`SET LOCAL lock_timeout = '${LOCK_DEADLINE}'`)
  await transaction.$executeRawUnsafe(`DROP TABLE "${partitionName(hourMs)}"`)
}

/** Sums the observations of `[fromMs, toMs)` up in buckets of 5 minutes; doing it again changes nothing. */
export async function rollUp(transaction: DatabaseTransaction, fromMs: number, toMs: number): Promise<void> {
  await transaction.$executeRaw`
    INSERT INTO "ObservationRollup" AS known
      ("probeId", "bucketAt", "healthy", "degraded", "down", "unknown", "durationMsSum", "durationMsMax")
    SELECT "probeId", date_bin('5 minutes', "finishedAt", 'epoch'), count(*) FILTER (WHERE "status" = 0),
      count(*) FILTER (WHERE "status" = 1), count(*) FILTER (WHERE "status" = 2),
      count(*) FILTER (WHERE "status" = 3), sum("durationMs"), max("durationMs")
    FROM "Observation" WHERE "finishedAt" >= ${new Date(fromMs)} AND "finishedAt" < ${new Date(toMs)}
    GROUP BY 1, 2
    ON CONFLICT ("probeId", "bucketAt") DO UPDATE SET "healthy" = EXCLUDED."healthy",
      "degraded" = EXCLUDED."degraded", "down" = EXCLUDED."down", "unknown" = EXCLUDED."unknown",
      "durationMsSum" = EXCLUDED."durationMsSum", "durationMsMax" = EXCLUDED."durationMsMax"
    WHERE known IS DISTINCT FROM EXCLUDED`
}

/** Where rolling up goes on: the newest bucket there is, or the oldest observation; undefined without any. */
export async function rolledUpToMs(transaction: DatabaseTransaction): Promise<number | undefined> {
  const [row] = await transaction.$queryRaw<{ newest: Date | null; oldest: Date | null }[]>`
    SELECT (SELECT max("bucketAt") FROM "ObservationRollup") AS "newest",
      (SELECT date_bin('5 minutes', min("finishedAt"), 'epoch') FROM "Observation") AS "oldest"`
  return (row?.newest ?? row?.oldest)?.getTime()
}

/** Observations that no partition was made for and that are older than the instant. */
export async function deleteCaughtBefore(transaction: DatabaseTransaction, before: Date): Promise<void> {
  await transaction.$executeRaw`DELETE FROM "Observation_default" WHERE "finishedAt" < ${before}`
}

/** What is kept for a while, each with the instant before which it goes. */
export interface Cutoffs {
  readonly rollups: Date
  readonly transitions: Date
  readonly events: Date
  readonly rateWindows: Date
  readonly idempotencyKeys: Date
  readonly workers: Date
  readonly factChanges: Date
  readonly staleFacts: Date
}

/** Deletes what is too old. The last transition of each subject stays, and the last change of each fact: they say since when. */
export async function deleteOld(database: Database, cutoffs: Cutoffs): Promise<void> {
  const tables: readonly [table: string, column: string, before: Date, condition: string][] = [
    ['ObservationRollup', 'bucketAt', cutoffs.rollups, ''],
    ['HealthTransition', 'at', cutoffs.transitions, `AND EXISTS (${NEWER_TRANSITION})`],
    ['FactChange', 'at', cutoffs.factChanges, `AND EXISTS (${NEWER_FACT_CHANGE})`],
    ['FactSet', 'validUntil', cutoffs.staleFacts, `AND old."source" = 'probe'`],
    ['Event', 'at', cutoffs.events, ''],
    ['RateWindow', 'startedAt', cutoffs.rateWindows, ''],
    ['IdempotencyKey', 'createdAt', cutoffs.idempotencyKeys, ''],
    ['Worker', 'stoppedAt', cutoffs.workers, ''],
  ]
  for (const [table, column, before, condition] of tables) {
    await deleteInParts(
      database,
      `DELETE FROM "${table}" WHERE ctid = ANY (ARRAY(
        SELECT old.ctid FROM "${table}" old WHERE old."${column}" < $1 ${condition} LIMIT ${ROWS_A_DELETE}))`,
      before,
    )
  }
}

const NEWER_TRANSITION = `SELECT FROM "HealthTransition" newer
  WHERE newer."subject" = old."subject" AND newer."at" > old."at"`

const NEWER_FACT_CHANGE = `SELECT FROM "FactChange" newer
  WHERE newer."key" = old."key" AND newer."at" > old."at"`

/** In parts, so that no statement holds its locks for long. */
async function deleteInParts(database: Database, statement: string, before: Date): Promise<void> {
  let deleted = ROWS_A_DELETE
  while (deleted >= ROWS_A_DELETE) deleted = await database.$executeRawUnsafe(statement, before)
}

function partitionName(hourMs: number): string {
  return `Observation_${new Date(hourMs).toISOString().slice(0, 13).replace(/\D/g, '')}`
}
