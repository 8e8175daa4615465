import type { RunRecord, RunTransition } from '@/lib/core/runbooks/journal'
import type { DatabaseTransaction } from '@/lib/server/db/prisma'
import { recordAudit } from '@/lib/server/repositories/audit.repository'
import { appendEvents } from '@/lib/server/repositories/event.repository'
import { changeRunHead, changeStep, insertApproval } from '@/lib/server/repositories/run.repository'
import { insertRunEntries } from '@/lib/server/repositories/run-entry.repository'
import { releaseRunLocks } from '@/lib/server/repositories/run-lock.repository'
import type { ServiceContext } from '@/lib/server/services/service-context'

export interface WrittenTransition {
  readonly run: RunRecord
  readonly transition: RunTransition
  /** The person, or the part of the program, that the time line names. */
  readonly actor: string
  /** `run.approve-step`, … */
  readonly action: string
}

/** Writes what was decided, with its time line, audit entry and event: all of it, in the transaction given. */
export async function writeTransition(
  transaction: DatabaseTransaction,
  context: ServiceContext,
  { run, transition, actor, action }: WrittenTransition,
): Promise<void> {
  const { id, runbookId, number } = run
  const nowMs = context.clock.nowMs()
  for (const change of transition.steps) await changeStep(transaction, id, change)
  if (transition.approval) {
    await insertApproval(transaction, id, { ...transition.approval, by: actor, atMs: nowMs })
  }
  if (transition.run) await changeRunHead(transaction, id, transition.run)
  if (transition.run?.endedAtMs != null) await releaseRunLocks(transaction, id, new Date(nowMs))
  await insertRunEntries(transaction, { runId: id, actor, atMs: nowMs }, transition.entries)
  await recordAudit(transaction, context, {
    action,
    subject: `run/${number}`,
    before: { status: run.status, ...statusesOf(transition, 'from') },
    after: {
      status: transition.run?.status ?? run.status,
      ...statusesOf(transition, 'to'),
      said: transition.entries.map(({ text }) => text),
    },
  })
  await appendEvents(transaction, [{ kind: 'run-changed', runId: id, runbookId }])
}

function statusesOf(
  { steps }: RunTransition,
  side: 'from' | 'to',
): { readonly steps: Record<string, string> } {
  return { steps: Object.fromEntries(steps.map((change) => [change.key, change[side]])) }
}
