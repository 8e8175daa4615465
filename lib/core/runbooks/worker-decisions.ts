import type { ActionDescription, PreflightCheck } from './action-definition'
import type { RunRecord, RunTransition, StepChange, StepRecord, StepResult } from './journal'
import { isBeingUndone } from './run-controls'
import { clockTime, withFirst } from './step-commands'
import { advance } from './step-order'
import { undoNotApproved } from './undo-step'
import { unmetWords } from './unmet-words'

/** Preconditions that do not hold for so long stop the run: a person must decide. */
export const BLOCKED_GRACE_MS = 10_000

/** Why stands above it, in the entry of the step. */
const STOPPED = 'The run stops here, and somebody must decide how it goes on'

export interface Prepared {
  readonly description: ActionDescription | null
  readonly preflight: readonly PreflightCheck[]
}

/** Why a step may not be executed, or did not do what it should: every check that does not hold. Null when all do. */
export function whyNot(checks: readonly PreflightCheck[]): string | null {
  const bad = checks.filter(({ outcome }) => outcome === 'failed' || outcome === 'unknown')
  return bad.length === 0 ? null : bad.map(unmetWords).join('; ')
}

/**
 * What follows from looking at a step that waits. One whose preconditions no longer hold is blocked, and its
 * approvals count no more; one whose preconditions hold again waits for a person, or begins by itself.
 */
export function afterPreparing(
  run: RunRecord,
  step: StepRecord,
  { description, preflight }: Prepared,
  nowMs: number,
): RunTransition {
  const why = whyNot(preflight)
  const looked = {
    preflight,
    preflightAtMs: nowMs,
    ...(description === null ? {} : { description: { ...description, describedAtMs: nowMs } }),
  }
  if (why !== null) return blocked(run, step, { ...looked, reason: why }, nowMs)
  if (step.status !== 'blocked') {
    return { steps: [{ key: step.key, from: step.status, to: step.status, set: looked }], entries: [] }
  }
  const to = step.block.automatic ? 'queued' : 'ready'
  const asked = to === 'queued' ? { attempts: step.attempts + 1, requestedAtMs: nowMs } : {}
  const set = { ...looked, ...asked, reason: null, blockedAtMs: null }
  const text = to === 'queued' ? 'Its preconditions hold: begins by itself' : 'Its preconditions hold'
  return {
    steps: [{ key: step.key, from: 'blocked', to, set }],
    entries: [{ kind: `step-${to}`, stepKey: step.key, text }],
    ...(run.status === 'stopped' ? { run: { status: 'running', stoppedBecause: null } as const } : {}),
  }
}

function blocked(
  run: RunRecord,
  step: StepRecord,
  set: StepChange['set'] & { readonly reason: string },
  nowMs: number,
): RunTransition {
  const isNew = step.status !== 'blocked'
  const blockedAtMs = isNew ? nowMs : (step.blockedAtMs ?? nowMs)
  const change: StepChange = {
    key: step.key,
    from: step.status,
    to: 'blocked',
    set: { ...set, blockedAtMs, approvalEndsAtMs: null },
  }
  const entries =
    isNew || step.reason !== set.reason
      ? [{ kind: 'step-blocked', stepKey: step.key, text: `Blocked: ${set.reason}` }]
      : []
  const isLong = nowMs - blockedAtMs >= BLOCKED_GRACE_MS
  if (run.status !== 'running' || !isLong) return { steps: [change], entries }
  return stop(run, step, { transition: { steps: [change], entries }, why: set.reason })
}

interface Stopping {
  readonly transition: RunTransition
  readonly why: string
}

function stop(run: RunRecord, step: StepRecord, { transition, why }: Stopping): RunTransition {
  const stoppedBecause = `Step ${step.number} ${step.title}: ${why}`
  if (run.status === 'paused') return transition
  return {
    ...transition,
    run: { status: 'stopped', stoppedBecause },
    entries: [...transition.entries, { kind: 'run-stopped', stepKey: step.key, text: STOPPED }],
  }
}

/** Nobody answered in time: whoever wants it asks again. */
export function afterApprovalTime(run: RunRecord, step: StepRecord, nowMs: number): RunTransition | null {
  const { approvalEndsAtMs, status, key } = step
  if (status !== 'awaiting-approval' || approvalEndsAtMs === null || approvalEndsAtMs > nowMs) return null
  const reason = `The time for approvals ended at ${clockTime(approvalEndsAtMs)}`
  if (isBeingUndone(step)) return undoNotApproved(run, step, reason)
  const set = { approvalEndsAtMs: null, reason }
  return {
    steps: [{ key, from: status, to: 'ready', set }],
    entries: [{ kind: 'step-ready', stepKey: key, text: reason }],
  }
}

/** A step that was running when its worker died is begun again; its action finds out what was done. */
export function beginStep(step: StepRecord, nowMs: number): RunTransition {
  const isAgain = step.status === 'running'
  const set = isAgain ? {} : { startedAtMs: nowMs, endedAtMs: null, reason: null }
  const text = isAgain ? 'Begins again: another worker held it before' : 'Begins'
  return {
    steps: [{ key: step.key, from: step.status, to: 'running', set }],
    entries: [{ kind: 'step-running', stepKey: step.key, text }],
  }
}

/** Its effect was read back. The next step gets its turn. */
export function stepSucceeded(
  run: RunRecord,
  step: StepRecord,
  result: StepResult,
  nowMs: number,
): RunTransition {
  const set = { result, endedAtMs: nowMs, reason: null }
  const change: StepChange = { key: step.key, from: step.status, to: 'succeeded', set }
  const first = { kind: 'step-succeeded', stepKey: step.key, text: result.summary }
  return withFirst(first, advance(run, [change], nowMs))
}

interface Failure {
  readonly why: string
  readonly result?: StepResult | undefined
}

/** The run stops, and a person decides; a rehearsal goes on, and people who were not told do not stop a run. */
export function stepFailed(
  run: RunRecord,
  step: StepRecord,
  { why, result }: Failure,
  nowMs: number,
): RunTransition {
  const told = result === undefined ? {} : { result }
  const set = { reason: why, endedAtMs: nowMs, ...told }
  if (run.mode === 'rehearsal') {
    const change: StepChange = { key: step.key, from: step.status, to: 'failed', set }
    const first = { kind: 'step-failed', stepKey: step.key, text: `Would not work: ${why}` }
    return withFirst(first, advance(run, [change], nowMs))
  }
  if (step.block.kind === 'notify') {
    const reason = `Not delivered: ${why}`
    const change: StepChange = { key: step.key, from: step.status, to: 'skipped', set: { ...set, reason } }
    const first = { kind: 'step-skipped', stepKey: step.key, text: `${reason}. The run goes on.` }
    return withFirst(first, advance(run, [change], nowMs))
  }
  const transition: RunTransition = {
    steps: [{ key: step.key, from: step.status, to: 'failed', set }],
    entries: [{ kind: 'step-failed', stepKey: step.key, text: why }],
  }
  return stop(run, step, { transition, why })
}

/** What was asked of the world right before it would be changed no longer holds: nothing was done. */
export function stepFoundBlocked(
  run: RunRecord,
  step: StepRecord,
  { description, preflight }: Prepared,
  nowMs: number,
): RunTransition {
  const looked = {
    preflight,
    preflightAtMs: nowMs,
    startedAtMs: null,
    ...(description === null ? {} : { description: { ...description, describedAtMs: nowMs } }),
  }
  return blocked(run, step, { ...looked, reason: whyNot(preflight) ?? 'it may not be executed' }, nowMs)
}

/** A rehearsal executes nothing: what the step would do, and whether it could. */
export function rehearsed(
  run: RunRecord,
  step: StepRecord,
  { description, preflight }: Prepared,
  nowMs: number,
): RunTransition {
  const summary = description === null ? lookedAt(step, preflight) : `Would do: ${description.summary}`
  const result: StepResult = { changed: false, summary, evidence: [], checks: preflight }
  const why = whyNot(preflight)
  const transition =
    why === null ? stepSucceeded(run, step, result, nowMs) : stepFailed(run, step, { why, result }, nowMs)
  const [own, ...others] = transition.steps
  if (own === undefined || description === null) return transition
  const told = { description: { ...description, describedAtMs: nowMs }, preflight, preflightAtMs: nowMs }
  return { ...transition, steps: [{ ...own, set: { ...own.set, ...told } }, ...others] }
}

/** What a rehearsal can say of a step that executes nothing. */
function lookedAt({ block }: StepRecord, preflight: readonly PreflightCheck[]): string {
  if (block.kind === 'manual') return 'Not rehearsed: a person does this by hand'
  if (block.kind === 'decision') return 'Not rehearsed: a person decides'
  const reasons = preflight.map(({ title, reason }) => `${title}: ${reason}`)
  return `Looked at as things are now, without the disaster: ${reasons.join('; ') || 'nothing was seen'}`
}
