import { toInstant } from '@/lib/core/api/instant'
import { LOOK_COUNTS_MS } from '@/lib/core/runbooks/evaluation'
import { inTransaction } from '@/lib/server/db/in-transaction'
import { appendEvents } from '@/lib/server/repositories/event.repository'
import { countInWindow } from '@/lib/server/repositories/rate-window.repository'
import { listEvaluations } from '@/lib/server/repositories/runbook-evaluation.repository'
import { getRunbookFile } from '@/lib/server/runbooks-files/shared-runbooks'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'

/**
 * Has a worker look whether a runbook would work now, and upon what. Of all who ask within five seconds the first
 * is heard: a look is a dozen connections to an estate that may be in trouble. `notBefore` says which answer is new
 * enough.
 */
export async function askEvaluation(
  context: ServiceContext,
  { id }: { readonly id: string },
): Promise<{ readonly notBefore: string }> {
  requireRole(context, 'operator')
  const { database, clock } = context
  const runbook = getRunbookFile(id)
  const nowMs = clock.nowMs()
  const notBeforeMs = nowMs - LOOK_COUNTS_MS
  const last = (await listEvaluations(database)).get(id)
  const isNew = last?.runbookHash === runbook.hash && last.evaluatedAtMs >= notBeforeMs
  if (!isNew && (await isFirst(context, id, nowMs))) {
    await inTransaction(database, (transaction) =>
      appendEvents(transaction, [{ kind: 'evaluation-asked', runbookId: id, notBeforeMs }]),
    )
  }
  return { notBefore: toInstant(notBeforeMs) }
}

async function isFirst({ database }: ServiceContext, id: string, nowMs: number): Promise<boolean> {
  const startedAtMs = nowMs - (nowMs % LOOK_COUNTS_MS)
  return (await countInWindow(database, `evaluation:${id}`, startedAtMs)) === 1
}
