import type { RunWire } from '@/lib/core/api/runs'
import type { RunCaller, RunRecord, RunTransition } from '@/lib/core/runbooks/journal'
import { inTransaction } from '@/lib/server/db/in-transaction'
import { lockRun } from '@/lib/server/repositories/run.repository'
import type { ServiceContext } from '@/lib/server/services/service-context'
import { readRun } from './read-run'
import { runCaller } from './run-caller'
import { writeTransition } from './write-transition'

export interface RunDecision {
  readonly run: RunRecord
  readonly caller: RunCaller
  readonly nowMs: number
}

interface RunChange {
  readonly runId: string
  /** For the audit log: `run.pause`. */
  readonly action: string
  readonly decide: (decision: RunDecision) => RunTransition
}

/**
 * What one person does to a run: decided in core on the run as it stands, for the row is locked until it is
 * written. Of two at the same moment the second decides on what the first has left.
 */
export async function changeRun(context: ServiceContext, change: RunChange): Promise<RunWire> {
  const caller = await runCaller(context)
  await inTransaction(context.database, async (transaction) => {
    const run = await lockRun(transaction, change.runId)
    const transition = change.decide({ run, caller, nowMs: context.clock.nowMs() })
    const { action } = change
    await writeTransition(transaction, context, { run, transition, actor: caller.person, action })
  })
  return readRun(context, { id: change.runId })
}
