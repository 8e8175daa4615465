import { AppError } from '@/lib/core/errors/app-error'
import { inTransaction } from '@/lib/server/db/in-transaction'
import { appendEvents } from '@/lib/server/repositories/event.repository'
import { getRun } from '@/lib/server/repositories/run.repository'
import { seePerson } from '@/lib/server/repositories/run-presence.repository'
import { findUser } from '@/lib/server/repositories/user.repository'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { runCaller } from './run-caller'

/** How long somebody who was seen counts as here. */
export const PRESENCE_MS = 30_000

/** Says that the caller looks at the run; the others are told when they come. */
export async function beHere(context: ServiceContext, { id }: { readonly id: string }): Promise<void> {
  requireRole(context, 'auditor')
  const { actor, clock, database } = context
  if (actor.type === 'system') throw new AppError('forbidden', 'Only people look at a run.')
  const run = await getRun(database, id)
  const { person, role } = await runCaller(context)
  const name = actor.type === 'user' ? (await findUser(database, actor.id))?.name : undefined
  const nowMs = clock.nowMs()
  const isNew = await seePerson(database, {
    runId: id,
    person,
    name: name ?? person,
    role,
    at: new Date(nowMs),
    since: new Date(nowMs - PRESENCE_MS),
  })
  if (!isNew) return
  const { runbookId } = run
  await inTransaction(database, async (transaction) => {
    await appendEvents(transaction, [{ kind: 'run-changed', runId: id, runbookId }])
  })
}
