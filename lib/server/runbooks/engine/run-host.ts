import { actorName } from '@/lib/core/auth/role'
import { AppError } from '@/lib/core/errors/app-error'
import type { RunRecord, RunTransition, StepRecord } from '@/lib/core/runbooks/journal'
import { activeRunStatuses } from '@/lib/core/runbooks/run'
import { isBeingUndone } from '@/lib/core/runbooks/run-controls'
import { currentStep } from '@/lib/core/runbooks/step-order'
import { beginUndo, undoFailed, undoSucceeded } from '@/lib/core/runbooks/undo-step'
import {
  afterApprovalTime,
  afterPreparing,
  beginStep,
  rehearsed,
  stepFailed,
  stepFoundBlocked,
  stepSucceeded,
} from '@/lib/core/runbooks/worker-decisions'
import { holdConnections } from '@/lib/server/connectors/held'
import type { Log } from '@/lib/server/log'
import { getRun } from '@/lib/server/repositories/run.repository'
import { type Held, releaseRun, renewRun } from '@/lib/server/repositories/run-lease.repository'
import { type ActionTools, createActionContext, RUN_LEASE_MS } from './action-context'
import { GateTeller } from './gate-teller'
import { Journal } from './journal'
import { looksEveryMs, prepareStep, runStep, type StepOutcome, undoStep } from './step-runner'
import { Wake } from './wake'

const RENEW_EVERY_MS = 1_000
/** A step that waits for people is looked at again and again: what changes meanwhile stops it. */
const PREPARE_EVERY_MS = 3_000
const PREPARE_DEADLINE_MS = 15_000

export interface RunHostOptions extends ActionTools {
  readonly log: Log
  readonly workerId: string
  readonly held: Held
}

/** Holds one run for as long as this worker has its lease, and moves it on. */
export class RunHost {
  readonly #options: RunHostOptions
  readonly #journal: Journal
  readonly #wake = new Wake()
  readonly #lost = new AbortController()
  readonly #gates: GateTeller
  #isLeaving = false

  constructor(options: RunHostOptions) {
    this.#options = options
    this.#journal = new Journal(options)
    const contextOf = (run: RunRecord, step: StepRecord, signal: AbortSignal) =>
      this.#context(run, step, AbortSignal.any([signal, this.#lost.signal]))
    this.#gates = new GateTeller({ contextOf, log: options.log })
  }

  get runId(): string {
    return this.#options.held.runId
  }

  /** The run may have changed: look now. */
  wake(): void {
    this.#wake.ring()
  }

  /** Begins nothing more; what runs may end first. */
  leave(): void {
    this.#isLeaving = true
    this.#wake.ring()
  }

  /** Stops what runs at once: another worker begins it again. */
  abandon(reason: string): void {
    this.#isLeaving = true
    this.#lost.abort(new Error(reason))
    this.#wake.ring()
  }

  /** Ends when the run has ended, or is held no more. */
  async host(): Promise<void> {
    const { database, held, log } = this.#options
    const renewing = setInterval(() => void this.#renew(), RENEW_EVERY_MS)
    try {
      while (!this.#isLeaving && (await this.#turn().catch(goOnAfterConflict)));
    } catch (error) {
      log.warn({ err: error, runId: held.runId }, 'run left: it will be taken up again')
    } finally {
      await this.#gates.close()
      clearInterval(renewing)
      await releaseRun(database, held).catch((error: unknown) => {
        log.warn({ err: error, runId: held.runId }, 'run not given back: its lease ends by itself')
      })
    }
  }

  /** One look at the run and what follows from it; false when there is nothing more to do here. */
  async #turn(): Promise<boolean> {
    const run = await getRun(this.#options.database, this.runId)
    if (!activeRunStatuses.includes(run.status) || run.fencingToken !== this.#options.held.token) return false
    const step = currentStep(run)
    if (step === undefined) return false
    this.#gates.look(run)
    const isWithWorker = step.status === 'running' || (step.status === 'queued' && run.status !== 'paused')
    if (isWithWorker && isBeingUndone(step)) return this.#undo(run, step)
    if (isWithWorker) return this.#execute(run, step, step.status === 'running')
    const waitMs = await this.#attend(run, step)
    await this.#wake.orAfter(waitMs)
    return true
  }

  /** Looks at a step that waits, when it is time; gives the time until the next look. */
  async #attend(run: RunRecord, step: StepRecord): Promise<number> {
    const nowMs = this.#options.clock.nowMs()
    const late = afterApprovalTime(run, step, nowMs)
    if (late) {
      await this.#journal.write(run, late, 'run.approval-time')
      return 0
    }
    const isSettled = step.status === 'failed' || step.status === 'queued' || step.status === 'undone'
    if (step.block.kind !== 'action' || isSettled || isBeingUndone(step)) return PREPARE_EVERY_MS
    const everyMs = looksEveryMs(step.block) ?? PREPARE_EVERY_MS
    const dueInMs = step.preflightAtMs === null ? 0 : step.preflightAtMs + everyMs - nowMs
    if (dueInMs > 0) return Math.min(dueInMs, PREPARE_EVERY_MS)
    await this.#prepare(run, step)
    return 0
  }

  async #prepare(run: RunRecord, step: StepRecord): Promise<void> {
    const { redactor, clock } = this.#options
    const { signal, end } = this.#deadline(PREPARE_DEADLINE_MS)
    try {
      const prepared = redactor.value(
        await prepareStep({ run, step, context: this.#context(run, step, signal) }),
      )
      const transition = afterPreparing(run, step, prepared, clock.nowMs())
      await this.#journal.writeLook(run, step, transition)
    } finally {
      end()
    }
  }

  async #execute(run: RunRecord, step: StepRecord, isAgain: boolean): Promise<boolean> {
    const { clock, redactor } = this.#options
    if (run.mode === 'rehearsal') return this.#rehearse(run, step)
    await this.#journal.write(run, beginStep(step, clock.nowMs()), 'run.begin-step')
    const running: StepRecord = { ...step, status: 'running' }
    const { signal, end } = this.#deadline(step.block.timeoutSeconds * 1_000)
    try {
      const context = this.#context(run, step, signal)
      const outcome = await orAborted(runStep({ run, step, context }, isAgain), signal)
      // The lease is lost: whoever has the run now tells what came of it.
      if (this.#lost.signal.aborted) return false
      const transition = transitionOf(run, running, redactor.value(outcome), clock.nowMs())
      await this.#journal.write(run, transition, 'run.end-step')
      return true
    } finally {
      end()
    }
  }

  /** Brings back what was before the step, and reads it back. */
  async #undo(run: RunRecord, step: StepRecord): Promise<boolean> {
    const { clock, redactor } = this.#options
    await this.#journal.write(run, beginUndo(step), 'run.begin-undo')
    const running: StepRecord = { ...step, status: 'running' }
    const { signal, end } = this.#deadline(step.block.timeoutSeconds * 1_000)
    try {
      const context = this.#context(run, step, signal)
      const outcome = redactor.value(await orAborted(undoStep({ run, step, context }), signal))
      if (this.#lost.signal.aborted) return false
      const transition =
        outcome.kind === 'succeeded'
          ? undoSucceeded(run, running, outcome.result, clock.nowMs())
          : undoFailed(run, running, outcome.why, clock.nowMs())
      await this.#journal.write(run, transition, 'run.end-undo')
      return true
    } finally {
      end()
    }
  }

  async #rehearse(run: RunRecord, step: StepRecord): Promise<boolean> {
    const { clock, redactor } = this.#options
    const { signal, end } = this.#deadline(PREPARE_DEADLINE_MS)
    try {
      const prepared = redactor.value(
        await prepareStep({ run, step, context: this.#context(run, step, signal) }),
      )
      await this.#journal.write(run, rehearsed(run, step, prepared, clock.nowMs()), 'run.rehearse-step')
      return true
    } finally {
      end()
    }
  }

  #context(run: RunRecord, step: StepRecord, signal: AbortSignal) {
    const { workerId, held } = this.#options
    const actor = actorName({ type: 'system', name: `worker ${workerId}`, role: 'admin' })
    return createActionContext(this.#options, { run, stepKey: step.key, token: held.token, actor, signal })
  }

  /** Aborts when the time is over or the run is another's. What is connected meanwhile is held until the end. */
  #deadline(ms: number): { readonly signal: AbortSignal; end(): void } {
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(new Error(`it took longer than ${ms / 1_000} s`)), ms)
    const signal = AbortSignal.any([late.signal, this.#lost.signal])
    const release = holdConnections(signal)
    return {
      signal,
      end: () => {
        clearTimeout(timer)
        release()
      },
    }
  }

  async #renew(): Promise<void> {
    const { database, held, log } = this.#options
    const isHeld = await renewRun(database, held, RUN_LEASE_MS).catch((error: unknown) => {
      log.warn({ err: error, runId: held.runId }, 'lease of a run not renewed')
      return undefined
    })
    if (isHeld !== false) return
    // Ended by a person, or another worker's: what runs here must stop.
    this.abandon('the run was taken from this worker, or it has ended')
  }
}

function transitionOf(run: RunRecord, step: StepRecord, outcome: StepOutcome, nowMs: number): RunTransition {
  switch (outcome.kind) {
    case 'succeeded':
      return stepSucceeded(run, step, outcome.result, nowMs)
    case 'failed':
      return stepFailed(run, step, outcome, nowMs)
    case 'blocked':
      return stepFoundBlocked(run, step, outcome.prepared, nowMs)
  }
}

/** Somebody changed the step between the look and the word about it: look again. */
function goOnAfterConflict(error: unknown): boolean {
  if (error instanceof AppError && error.code === 'conflict') return true
  throw error
}

/** How long an action that is told to stop may take to say what came of it. */
const STOP_WITHIN_MS = 1_000

interface Failed {
  readonly kind: 'failed'
  readonly why: string
}

/** An action that does not hear its signal does not hold the run up: it can change nothing more, see assertHeld. */
function orAborted<Outcome extends { readonly kind: string }>(
  work: Promise<Outcome>,
  signal: AbortSignal,
): Promise<Outcome | Failed> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined
    const stop = () => {
      timer = setTimeout(() => resolve({ kind: 'failed', why: stopReason(signal) }), STOP_WITHIN_MS)
    }
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
    const end = (outcome: Outcome | Failed) => {
      const isCut = signal.aborted && 'why' in outcome
      resolve(isCut ? { ...outcome, why: `${stopReason(signal)}: ${outcome.why}` } : outcome)
    }
    work.then(end, reject).finally(() => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
    })
  })
}

function stopReason({ reason }: AbortSignal): string {
  return reason instanceof Error ? reason.message : 'it was stopped'
}
