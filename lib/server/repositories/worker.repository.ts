import type { EventBody } from '@/lib/core/events/event'
import type { Database, DatabaseTransaction } from '@/lib/server/db/prisma'
import { appendEvents } from '@/lib/server/repositories/event.repository'

export interface WorkerIdentity {
  readonly id: string
  readonly host: string
  readonly pid: number
}

/** A worker as the database's clock sees it. */
export interface LiveWorker {
  readonly id: string
  /** Time until its lease ends, negative when it has ended. */
  readonly leaseLeftMs: number
}

export interface Renewal {
  /** The lease had ended, or was never there: what was probed under it may have been taken over. */
  readonly isNew: boolean
  /** Workers that have neither stopped nor been found lost, this one included. */
  readonly workers: readonly LiveWorker[]
}

/**
 * Takes or renews the lease of a worker by the database's clock. A worker that had stopped, or was found
 * lost, or let its lease run out, starts anew, which is told as an event.
 */
export async function renewLease(
  database: Database,
  worker: WorkerIdentity & { readonly leaseMs: number; readonly stats: Readonly<Record<string, number>> },
): Promise<Renewal> {
  const { id, host, pid, leaseMs } = worker
  const stats = JSON.stringify(worker.stats)
  const renewed = await database.$executeRaw`
    UPDATE "Worker" SET "heartbeatAt" = now(), "leaseUntil" = now() + ${leaseMs} * interval '1 ms', "stats" = ${stats}::jsonb
    WHERE "id" = ${id} AND "stoppedAt" IS NULL AND "leaseUntil" > now()`
  if (renewed === 1) return { isNew: false, workers: await listLive(database) }
  return database.$transaction(async (transaction) => {
    await transaction.$executeRaw`
      INSERT INTO "Worker" ("id", "host", "pid", "startedAt", "heartbeatAt", "leaseUntil", "stats")
      VALUES (${id}, ${host}, ${pid}, now(), now(), now() + ${leaseMs} * interval '1 ms', ${stats}::jsonb)
      ON CONFLICT ("id") DO UPDATE SET "heartbeatAt" = now(), "leaseUntil" = EXCLUDED."leaseUntil",
        "stoppedAt" = NULL, "stats" = EXCLUDED."stats"`
    await appendEvents(transaction, [{ kind: 'worker-changed', workerId: id, change: 'started' }])
    return { isNew: true, workers: await listLive(transaction) }
  })
}

/** Ends the lease of a worker that stops by itself, so that others take over at once. */
export async function releaseLease(database: Database, id: string): Promise<void> {
  await database.$transaction(async (transaction) => {
    const stopped = await transaction.$executeRaw`
      UPDATE "Worker" SET "stoppedAt" = now(), "leaseUntil" = now() WHERE "id" = ${id} AND "stoppedAt" IS NULL`
    if (stopped === 1) {
      await appendEvents(transaction, [{ kind: 'worker-changed', workerId: id, change: 'stopped' }])
    }
  })
}

/** Marks workers whose lease has ended as stopped and tells of each; several may call it at once. */
export async function markLostWorkers(database: Database): Promise<readonly string[]> {
  return database.$transaction(async (transaction) => {
    const lost = await transaction.$queryRaw<{ id: string }[]>`
      UPDATE "Worker" SET "stoppedAt" = "leaseUntil" WHERE "stoppedAt" IS NULL AND "leaseUntil" <= now()
      RETURNING "id"`
    const events = lost.map(({ id }): EventBody => ({ kind: 'worker-changed', workerId: id, change: 'lost' }))
    await appendEvents(transaction, events)
    return lost.map(({ id }) => id)
  })
}

/** Workers that run, or that ended within the last day. */
export async function listRecentWorkers(database: Database) {
  const rows = await database.$queryRaw<{ id: string; heartbeatAt: Date; leaseUntil: Date }[]>`
    SELECT "id", "heartbeatAt", "leaseUntil" FROM "Worker"
    WHERE "stoppedAt" IS NULL OR "stoppedAt" > now() - interval '1 day' ORDER BY "id"`
  return rows.map((row) => ({
    id: row.id,
    heartbeatAtMs: row.heartbeatAt.getTime(),
    leaseUntilMs: row.leaseUntil.getTime(),
  }))
}

async function listLive(database: Database | DatabaseTransaction): Promise<readonly LiveWorker[]> {
  const rows = await database.$queryRaw<{ id: string; leaseLeftMs: number }[]>`
    SELECT "id", (extract(epoch FROM "leaseUntil" - now()) * 1000)::float8 AS "leaseLeftMs"
    FROM "Worker" WHERE "stoppedAt" IS NULL ORDER BY "id"`
  return rows
}
