import type { TimelineEntryWire } from '@/lib/core/api/runs'
import { toTimelineEntry } from '@/lib/core/runbooks/to-run-wire'
import { inTransaction } from '@/lib/server/db/in-transaction'
import { recordAudit } from '@/lib/server/repositories/audit.repository'
import { appendEvents } from '@/lib/server/repositories/event.repository'
import { getRun } from '@/lib/server/repositories/run.repository'
import { insertRunEntries } from '@/lib/server/repositories/run-entry.repository'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { runCaller } from './run-caller'

/** A sentence for the time line and the report; also after the run has ended. */
export async function commentOnRun(
  context: ServiceContext,
  { id, text }: { readonly id: string; readonly text: string },
): Promise<TimelineEntryWire> {
  requireRole(context, 'operator')
  const { person } = await runCaller(context)
  const run = await getRun(context.database, id)
  return inTransaction(context.database, async (transaction) => {
    const by = { runId: id, actor: person, atMs: context.clock.nowMs() }
    const [entry] = await insertRunEntries(transaction, by, [{ kind: 'comment', stepKey: null, text }])
    if (!entry) throw new Error('the comment was not stored')
    await recordAudit(transaction, context, {
      action: 'run.comment',
      subject: `run/${run.number}`,
      after: { text },
    })
    await appendEvents(transaction, [{ kind: 'run-changed', runId: id, runbookId: run.runbookId }])
    return toTimelineEntry(entry)
  })
}
