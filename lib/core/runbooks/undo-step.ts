import type { RunRecord, RunTransition, StepChange, StepRecord, StepResult, StepUndo } from './journal'
import { refuseUnconfirmed, type StepCommand, stepFor } from './step-commands'
import { withChanges } from './step-order'

/** What is typed and said when a step is asked to be taken back. */
export interface UndoRequest {
  readonly confirmation?: string | undefined
  readonly reason: string
}

/** Asks for the effect of a step to be taken back, by the same confirmation and the same approvals as its doing. */
export function undoStep(command: StepCommand, { confirmation, reason }: UndoRequest): RunTransition {
  const step = stepFor(command, 'undo')
  refuseUnconfirmed(step, confirmation)
  const { caller, nowMs } = command
  const rule = step.block.kind === 'action' ? step.block.approvals : undefined
  const undo: StepUndo = {
    requestedBy: caller.person,
    requestedAtMs: nowMs,
    reason,
    from: step.status === 'failed' ? 'failed' : 'succeeded',
    endedAtMs: null,
    result: null,
  }
  const asked = { undo, attempts: step.attempts + 1 }
  const goesOn = { status: 'running', stoppedBecause: null } as const
  if (rule === undefined) {
    const change: StepChange = { key: step.key, from: step.status, to: 'queued', set: asked }
    return told(step, change, {
      kind: 'undo-queued',
      text: `Asks for it to be taken back: ${reason}`,
      run: goesOn,
    })
  }
  const approvalEndsAtMs = nowMs + rule.timeoutMinutes * 60_000
  const set = { ...asked, approvalEndsAtMs }
  const change: StepChange = { key: step.key, from: step.status, to: 'awaiting-approval', set }
  const needs = `${rule.count} approval${rule.count === 1 ? '' : 's'} by ${rule.role}`
  const text = `Asks for it to be taken back: ${reason}. Needs ${needs}`
  return told(step, change, { kind: 'undo-awaiting-approval', text, run: goesOn })
}

/** A worker that died in the middle is followed by one that begins again: taking back twice does no harm. */
export function beginUndo(step: StepRecord): RunTransition {
  const text = step.status === 'running' ? 'Takes it back: another worker held it before' : 'Takes it back'
  const change: StepChange = { key: step.key, from: step.status, to: 'running', set: {} }
  return told(step, change, { kind: 'undo-running', text })
}

/** What it was before was read back. Nothing begins by itself: a person says how the run goes on. */
export function undoSucceeded(
  run: RunRecord,
  step: StepRecord,
  result: Pick<StepResult, 'changed' | 'summary' | 'evidence'>,
  nowMs: number,
): RunTransition {
  const undo = step.undo && { ...step.undo, endedAtMs: nowMs, result }
  const reason = `Taken back by ${step.undo?.requestedBy}: ${step.undo?.reason}`
  const change: StepChange = { key: step.key, from: 'running', to: 'undone', set: { undo, reason } }
  const told_ = told(step, change, { kind: 'step-undone', text: `Taken back: ${result.summary}` })
  return { ...told_, ...stoppedAgain(run, change) }
}

/** It stands as it stood, and the run stops: a person must know that the effect is still there, or partly. */
export function undoFailed(run: RunRecord, step: StepRecord, why: string, nowMs: number): RunTransition {
  const reason = `It could not be taken back: ${why}`
  const change = asItStood(step, { reason, nowMs })
  const stoppedBecause = `Step ${step.number} ${step.title}: ${reason}`
  const transition = told(step, change, { kind: 'undo-failed', text: reason })
  return run.status === 'paused' ? transition : { ...transition, run: { status: 'stopped', stoppedBecause } }
}

/** Nobody agreed in time. */
export function undoNotApproved(run: RunRecord, step: StepRecord, why: string): RunTransition {
  const change = asItStood(step, { reason: step.reason, nowMs: null })
  const transition = told(step, change, { kind: 'undo-not-approved', text: `It is not taken back: ${why}` })
  return { ...transition, ...stoppedAgain(run, change) }
}

interface Standing {
  readonly reason: string | null
  /** When the attempt ended; null where there was none, and nothing is kept of it. */
  readonly nowMs: number | null
}

/** The step before it was asked to be taken back. */
export function asItStood(step: StepRecord, { reason, nowMs }: Standing): StepChange {
  const undo = step.undo && nowMs !== null ? { ...step.undo, endedAtMs: nowMs } : null
  const to = step.undo?.from ?? 'succeeded'
  return { key: step.key, from: step.status, to, set: { undo, reason, approvalEndsAtMs: null } }
}

/** A step that had failed is still to be decided on. */
function stoppedAgain(run: RunRecord, change: StepChange): Pick<RunTransition, 'run'> {
  const failed = withChanges(run, [change]).steps.find(({ status }) => status === 'failed')
  if (failed === undefined || run.status !== 'running') return {}
  const stoppedBecause = `Step ${failed.number} ${failed.title}: ${failed.reason ?? 'failed'}`
  return { run: { status: 'stopped', stoppedBecause } }
}

interface Told {
  readonly kind: string
  readonly text: string
  readonly run?: NonNullable<RunTransition['run']>
}

function told(step: StepRecord, change: StepChange, { kind, text, run }: Told): RunTransition {
  return {
    steps: [change],
    entries: [{ kind, stepKey: step.key, text }],
    ...(run === undefined ? {} : { run }),
  }
}
