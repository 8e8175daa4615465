import type { EventBody, StoredEvent } from '@/lib/core/events/event'
import type { Database, DatabaseTransaction } from '@/lib/server/db/prisma'
import type { Event } from '@/prisma/generated/client'

/** Held from the first event or audit entry of a transaction to its commit. */
const EVENT_LOCK = 7_265_382

/** From here to the end of the transaction nobody else appends events or audit entries: both are in commit order. */
export async function lockCommitOrder(transaction: DatabaseTransaction): Promise<void> {
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${EVENT_LOCK})`
}

/**
 * Stores events; the table's trigger rings the doorbell at commit. Call it last in a transaction: from here
 * on other writers of events wait. Readers that remember the newest id they saw miss nothing.
 */
export async function appendEvents(
  transaction: DatabaseTransaction,
  bodies: readonly EventBody[],
): Promise<readonly StoredEvent[]> {
  if (bodies.length === 0) return []
  await lockCommitOrder(transaction)
  const data = bodies.map((body) => ({ kind: body.kind, body: { ...body } }))
  const rows = await transaction.event.createManyAndReturn({ data })
  return rows.map(toStoredEvent)
}

/** Events after the given id, oldest first. */
export async function listEventsAfter(
  database: Database,
  id: number,
  limit: number,
): Promise<readonly StoredEvent[]> {
  const rows = await database.event.findMany({
    where: { id: { gt: id } },
    orderBy: { id: 'asc' },
    take: limit,
  })
  return rows.map(toStoredEvent)
}

/** The newest and the oldest id kept, 0 when there is none. */
export async function eventRange(database: Database): Promise<{ oldest: number; newest: number }> {
  const range = await database.event.aggregate({ _min: { id: true }, _max: { id: true } })
  return { oldest: Number(range._min.id ?? 0), newest: Number(range._max.id ?? 0) }
}

function toStoredEvent(row: Event): StoredEvent {
  return { id: Number(row.id), atMs: row.at.getTime(), body: asEventBody(row.body) }
}

/** Only appendEvents writes the column, with this very type. */
function asEventBody(body: unknown): EventBody {
  return body as EventBody
}
