import { AppError } from '@/lib/core/errors/app-error'
import { canonicalJson } from '@/lib/core/inventory/canonical-json'
import type { RunRecord, RunTransition, StepRecord } from '@/lib/core/runbooks/journal'
import type { Clock } from '@/lib/core/time/clock'
import { inTransaction } from '@/lib/server/db/in-transaction'
import type { Database } from '@/lib/server/db/prisma'
import { appendEvents } from '@/lib/server/repositories/event.repository'
import { changeStep } from '@/lib/server/repositories/run.repository'
import { type Held, lockHeldRun } from '@/lib/server/repositories/run-lease.repository'
import { writeTransition } from '@/lib/server/services/runs/write-transition'

interface JournalOptions {
  readonly database: Database
  readonly clock: Clock
  readonly workerId: string
  readonly held: Held
}

/** What a worker writes of a run: refused, all of it, once the run is held under another fencing token. */
export class Journal {
  readonly #options: JournalOptions

  constructor(options: JournalOptions) {
    this.#options = options
  }

  /** Verdict, time line, audit entry and event, in one transaction under the fencing token. */
  async write(run: RunRecord, transition: RunTransition, action: string): Promise<void> {
    const { database, clock, workerId, held } = this.#options
    const name = `worker ${workerId}`
    const actor = { type: 'system', name, role: 'admin' } as const
    const context = { actor, clock, database, requestId: `run ${run.number}` }
    await inTransaction(database, async (transaction) => {
      if (!(await lockHeldRun(transaction, held))) throw lost(run)
      await writeTransition(transaction, context, { run, transition, actor: `system ${name}`, action })
    })
  }

  /** A look that changed nothing of weight is stored without a word; one that did is told like any other. */
  async writeLook(run: RunRecord, step: StepRecord, transition: RunTransition): Promise<void> {
    const [change] = transition.steps
    const isMove =
      change?.from !== change?.to || transition.entries.length > 0 || transition.run !== undefined
    if (isMove || change === undefined) return this.write(run, transition, 'run.look-at-step')
    const { database, held } = this.#options
    const isNews = !looksTheSame(step, { ...step, ...change.set })
    await inTransaction(database, async (transaction) => {
      if (!(await lockHeldRun(transaction, held))) throw lost(run)
      await changeStep(transaction, run.id, change)
      const { runbookId } = run
      if (isNews) await appendEvents(transaction, [{ kind: 'run-changed', runId: run.id, runbookId }])
    })
  }
}

function looksTheSame(before: StepRecord, after: StepRecord): boolean {
  const shown = ({ preflight, description, reason }: StepRecord) =>
    canonicalJson([preflight, description && { ...description, describedAtMs: 0 }, reason])
  return shown(before) === shown(after)
}

function lost({ number }: RunRecord): AppError {
  return new AppError('conflict', `run ${number} is held by another worker, or has ended`)
}
