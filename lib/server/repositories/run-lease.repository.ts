import { activeRunStatuses } from '@/lib/core/runbooks/run'
import type { Database, DatabaseTransaction } from '@/lib/server/db/prisma'

const active = [...activeRunStatuses]
/** Where a run that takes another back keeps what that one remembered. */
const WAY_BACK_OF = 'way-back-of'

interface Claim {
  readonly runId: string
  readonly workerId: string
  readonly leaseMs: number
}

/**
 * Takes a run that nobody holds, by the database's clock. Gives the fencing token, greater than every one used
 * under the run's locks before; undefined when somebody holds it, or it has ended.
 */
export async function claimRun(database: Database, claim: Claim): Promise<number | undefined> {
  const { runId, workerId, leaseMs } = claim
  return database.$transaction(async (transaction) => {
    const rows = await transaction.$queryRaw<{ fencingToken: number }[]>`
      UPDATE "Run" SET "workerId" = ${workerId}, "leaseUntil" = now() + ${leaseMs} * interval '1 ms',
        "fencingToken" = 1 + greatest("fencingToken",
          (SELECT coalesce(max("token"), 0) FROM "RunLock" WHERE "runId" = ${runId}::uuid))
      WHERE "id" = ${runId}::uuid AND "status" = ANY(${active}) AND ("leaseUntil" IS NULL OR "leaseUntil" < now())
      RETURNING "fencingToken"`
    const token = rows[0]?.fencingToken
    if (token === undefined) return undefined
    await transaction.$executeRaw`
      UPDATE "RunLock" SET "token" = ${token} WHERE "runId" = ${runId}::uuid AND "releasedAt" IS NULL`
    return token
  })
}

export interface Held {
  readonly runId: string
  readonly token: number
}

/** False when another worker has the run, or it has ended: then nothing may be done for it here any more. */
export async function renewRun(database: Database, held: Held, leaseMs: number): Promise<boolean> {
  const { runId, token } = held
  const renewed = await database.$executeRaw`
    UPDATE "Run" SET "leaseUntil" = now() + ${leaseMs} * interval '1 ms'
    WHERE "id" = ${runId}::uuid AND "fencingToken" = ${token} AND "status" = ANY(${active})`
  return renewed === 1
}

/** Gives the run back, so that another worker can take it at once. */
export async function releaseRun(database: Database, { runId, token }: Held): Promise<void> {
  await database.$executeRaw`
    UPDATE "Run" SET "leaseUntil" = NULL, "workerId" = NULL
    WHERE "id" = ${runId}::uuid AND "fencingToken" = ${token}`
}

/** Locks the row of a run that is still held under the token; false when it is not. */
export async function lockHeldRun(
  transaction: DatabaseTransaction,
  { runId, token }: Held,
): Promise<boolean> {
  const rows = await transaction.$queryRaw<unknown[]>`
    SELECT 1 FROM "Run" WHERE "id" = ${runId}::uuid AND "fencingToken" = ${token} AND "status" = ANY(${active})
    FOR UPDATE`
  return rows.length === 1
}

/** Active runs that no worker holds. */
export async function listUnheldRuns(database: Database): Promise<readonly string[]> {
  const rows = await database.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Run" WHERE "status" = ANY(${active}) AND ("leaseUntil" IS NULL OR "leaseUntil" < now())
    ORDER BY "number"`
  return rows.map(({ id }) => id)
}

/** A run is taken within a moment of its start, and of the end of whoever held it. */
const TAKEN_WITHIN_MS = 3_000

export interface Unheld {
  /** When the last worker's lease ended; null when none ever held it, or gave it back. */
  readonly sinceMs: number | null
}

/** That no worker holds an active run, by the database's clock; null while one does, or could hardly have yet. */
export async function findUnheld(
  access: Database | DatabaseTransaction,
  runId: string,
): Promise<Unheld | null> {
  const rows = await access.$queryRaw<{ leaseUntil: Date | null }[]>`
    SELECT "leaseUntil" FROM "Run" WHERE "id" = ${runId}::uuid AND "status" = ANY(${active})
      AND coalesce("leaseUntil", "startedAt") < now() - ${TAKEN_WITHIN_MS} * interval '1 ms'`
  const [row] = rows
  return row === undefined ? null : { sinceMs: row.leaseUntil?.getTime() ?? null }
}

/** What an action of the run remembered under the key; undefined when nothing. */
export async function recallFromRun(database: Database, runId: string, key: string): Promise<unknown> {
  const rows = await database.$queryRaw<{ value: unknown }[]>`
    SELECT "memory" -> ${key} AS "value" FROM "Run" WHERE "id" = ${runId}::uuid`
  return rows[0]?.value ?? undefined
}

/** What the run remembered whose way back this one is; undefined when it is none, or nothing was. */
export async function recallBeforeRun(database: Database, runId: string, key: string): Promise<unknown> {
  const rows = await database.$queryRaw<{ value: unknown }[]>`
    SELECT "memory" -> ${WAY_BACK_OF} -> ${key} AS "value" FROM "Run" WHERE "id" = ${runId}::uuid`
  return rows[0]?.value ?? undefined
}

/** Gives a run that takes another back what that one remembers, as it is now. */
export async function handMemoryOver(
  transaction: DatabaseTransaction,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  await transaction.$executeRaw`
    UPDATE "Run" SET "memory" = "Run"."memory" || jsonb_build_object(${WAY_BACK_OF}::text, earlier."memory" - ${WAY_BACK_OF}::text)
    FROM "Run" AS earlier WHERE "Run"."id" = ${to}::uuid AND earlier."id" = ${from}::uuid`
}

/** False when the run is no longer held under the token. */
export async function rememberInRun(
  database: Database,
  { runId, token }: Held,
  memory: { readonly key: string; readonly value: unknown },
): Promise<boolean> {
  const json = JSON.stringify({ [memory.key]: memory.value ?? null })
  const written = await database.$executeRaw`
    UPDATE "Run" SET "memory" = "memory" || ${json}::jsonb
    WHERE "id" = ${runId}::uuid AND "fencingToken" = ${token}`
  return written === 1
}
