import { roleIncludes } from '@/lib/core/auth/role'
import { AppError } from '@/lib/core/errors/app-error'
import type { RunCaller, RunRecord, RunTransition, StepChange, StepRecord } from './journal'
import { activeRunStatuses, type StepStatus } from './run'
import { approvalsOf, askedBy, roleOfStep, type StepControl, stepControlsFor } from './run-controls'
import { advance } from './step-order'
import { wayBackOfStep } from './ways-back'

/** Who does what to which step of which run, and when. */
export interface StepCommand {
  readonly run: RunRecord
  readonly key: string
  readonly caller: RunCaller
  readonly nowMs: number
}

/** Asks for the step to be executed: it waits for approvals or for a worker. */
export function executeStep(command: StepCommand, confirmation: string | undefined): RunTransition {
  const step = stepFor(command, 'execute')
  refuseUnconfirmed(step, confirmation)
  return request(command, step)
}

/** A failed step is asked for again; a blocked one has its preconditions looked at at once. */
export function retryStep(command: StepCommand, confirmation: string | undefined): RunTransition {
  const step = stepFor(command, 'retry')
  if (step.status === 'blocked') {
    const change: StepChange = { key: step.key, from: 'blocked', to: 'blocked', set: { preflightAtMs: null } }
    const text = 'Looks at the preconditions again'
    return { steps: [change], entries: [{ kind: 'retry', stepKey: step.key, text }] }
  }
  refuseUnconfirmed(step, confirmation)
  const goesOn = { status: 'running', stoppedBecause: null } as const
  return { ...request(command, step), run: goesOn }
}

function request({ caller, nowMs }: StepCommand, step: StepRecord): RunTransition {
  const rule = step.block.kind === 'action' ? step.block.approvals : undefined
  const asked = {
    attempts: step.attempts + 1,
    requestedBy: caller.person,
    requestedAtMs: nowMs,
    reason: null,
    blockedAtMs: null,
    startedAtMs: null,
    endedAtMs: null,
    result: null,
  }
  if (rule === undefined) {
    const change: StepChange = { key: step.key, from: step.status, to: 'queued', set: asked }
    return { steps: [change], entries: [entry(step, 'step-queued', 'Asks for it to be executed')] }
  }
  const approvalEndsAtMs = nowMs + rule.timeoutMinutes * 60_000
  const set = { ...asked, approvalEndsAtMs }
  const change: StepChange = { key: step.key, from: step.status, to: 'awaiting-approval', set }
  const text = `Asks for it to be executed: needs ${rule.count} approval${rule.count === 1 ? '' : 's'} by ${rule.role}`
  return { steps: [change], entries: [entry(step, 'step-awaiting-approval', text)] }
}

/** The last approval that is needed queues the step. Breaking the glass counts for all of them. */
export function approveStep(command: StepCommand, breakGlassReason: string | undefined): RunTransition {
  const { run, key, caller, nowMs } = command
  const step = findStep(run, key)
  if (step.status !== 'awaiting-approval') throw answeredBefore(step)
  if (step.approvalEndsAtMs !== null && step.approvalEndsAtMs <= nowMs) throw late(step.approvalEndsAtMs)
  const controls = stepControlsFor(run, step, caller)
  const needed = breakGlassReason === undefined ? 'approve' : 'break-glass'
  if (!controls.includes(needed)) throw whyNotApprove(command, step)
  const count = step.block.kind === 'action' ? (step.block.approvals?.count ?? 1) : 1
  const given = approvalsOf(step).length + 1
  const isEnough = breakGlassReason !== undefined || given >= count
  const to = isEnough ? 'queued' : 'awaiting-approval'
  const text =
    breakGlassReason === undefined
      ? `Approves, ${given} of ${count}`
      : `Breaks the glass: ${breakGlassReason}`
  return {
    steps: [{ key, from: 'awaiting-approval', to, set: isEnough ? { approvalEndsAtMs: null } : {} }],
    approval: { stepKey: key, attempt: step.attempts, breakGlassReason: breakGlassReason ?? null },
    entries: [
      entry(step, breakGlassReason === undefined ? 'approved' : 'glass-broken', text),
      ...(isEnough ? [entry(step, 'step-queued', 'Approved: waits for a worker')] : []),
    ],
  }
}

export interface Confirmation {
  readonly evidence?: string | undefined
  readonly choice?: string | undefined
}

/** A manual step is done, or a decision is taken. */
export function confirmStep(command: StepCommand, { evidence, choice }: Confirmation): RunTransition {
  const { run, key, nowMs } = command
  const { block } = findStep(run, key)
  const step = stepFor(command, block.kind === 'decision' ? 'decide' : 'confirm')
  const done = block.kind === 'decision' ? decide(block, choice) : confirm(block, evidence)
  const change: StepChange = {
    key,
    from: step.status,
    to: 'succeeded',
    set: {
      requestedBy: command.caller.person,
      requestedAtMs: nowMs,
      attempts: step.attempts + 1,
      startedAtMs: step.turnAtMs,
      endedAtMs: nowMs,
      chosen: choice ?? null,
      result: { changed: false, summary: done, evidence: evidenceLines(evidence), checks: [] },
    },
  }
  return withFirst(entry(step, 'step-succeeded', done), advance(run, [change], nowMs))
}

function evidenceLines(evidence: string | undefined) {
  return evidence === undefined || evidence.trim() === ''
    ? []
    : [{ label: 'Evidence', value: evidence.trim() }]
}

function confirm(block: StepRecord['block'], evidence: string | undefined): string {
  const asked = block.kind === 'manual' ? block.evidence : undefined
  if (asked !== undefined && (evidence ?? '').trim() === '')
    throw badInput('evidence', `Say it in a sentence: ${asked}`)
  return 'Confirmed as done'
}

function decide(block: StepRecord['block'], choice: string | undefined): string {
  const options = block.kind === 'decision' ? block.options : []
  const chosen = options.find(({ value }) => value === choice)
  if (chosen) return `Decided: ${chosen.title}`
  throw badInput('choice', `Choose one of ${options.map(({ value }) => value).join(', ')}.`)
}

/** Leaves the step out; the run goes on with the next one. */
export function skipStep(command: StepCommand, reason: string): RunTransition {
  const step = stepFor(command, 'skip')
  const { run, nowMs } = command
  const set = { reason, endedAtMs: nowMs, requestedBy: command.caller.person }
  const change: StepChange = { key: step.key, from: step.status, to: 'skipped', set }
  const moved = withFirst(entry(step, 'step-skipped', `Skipped: ${reason}`), advance(run, [change], nowMs))
  return { ...moved, run: moved.run ?? { status: 'running', stoppedBecause: null } }
}

export function withFirst(first: RunTransition['entries'][number], transition: RunTransition): RunTransition {
  return { ...transition, entries: [first, ...transition.entries] }
}

function entry({ key }: StepRecord, kind: string, text: string) {
  return { kind, stepKey: key, text }
}

export function findStep(run: RunRecord, key: string): StepRecord {
  const step = run.steps.find((each) => each.key === key)
  if (!step) throw new AppError('not-found', `Run #${run.number} has no step ${key}.`)
  return step
}

/** The step, when this caller may do this to it now. Otherwise throws `forbidden` or `conflict`, saying why. */
export function stepFor(command: StepCommand, control: StepControl): StepRecord {
  const { run, key, caller } = command
  const step = findStep(run, key)
  if (stepControlsFor(run, step, caller).includes(control)) return step
  refuseByRun(run)
  refuseByRole(step, caller, control)
  throw refusalByStatus(run, step, control)
}

function refuseByRun({ status, number, mode }: RunRecord): void {
  if (mode === 'rehearsal') throw new AppError('conflict', 'A rehearsal goes by itself and executes nothing.')
  if (status === 'paused') throw new AppError('conflict', `Run #${number} is paused. Resume it first.`)
  if (!activeRunStatuses.includes(status))
    throw new AppError('conflict', `Run #${number} has ended: ${status}.`)
}

function refuseByRole(step: StepRecord, { role }: RunCaller, control: StepControl): void {
  const needed = control === 'skip' ? 'commander' : roleOfStep(step)
  if (roleIncludes(role, needed)) return
  throw new AppError('forbidden', `This step needs the role ${needed}; you are ${role}.`)
}

const said: Readonly<Record<StepStatus, string>> = {
  pending: 'its turn has not come',
  ready: 'it waits for a person to execute it',
  blocked: 'its preconditions do not hold',
  'awaiting-approval': 'it waits for its approvals',
  queued: 'it waits for a worker',
  running: 'it runs',
  succeeded: 'it is done',
  failed: 'it failed; retry or skip it',
  skipped: 'it was skipped',
  undone: 'it was taken back; execute it again or leave it out',
}

function refusalByStatus(run: RunRecord, step: StepRecord, control: StepControl): AppError {
  const { status, requestedBy, requestedAtMs, reason } = step
  if (control === 'undo' && (status === 'succeeded' || status === 'failed')) return notUndoable(run, step)
  const isAsked = ['awaiting-approval', 'queued', 'running', 'succeeded', 'skipped'].includes(status)
  if (isAsked && requestedBy !== null && control !== 'retry') {
    const at = requestedAtMs === null ? '' : ` at ${clockTime(requestedAtMs)}`
    return new AppError('conflict', `${requestedBy} was first${at}: ${said[status]}.`)
  }
  const why = status === 'blocked' && reason !== null ? `: ${reason}` : ''
  return new AppError('conflict', `Step ${step.number} of run #${run.number}: ${said[status]}${why}.`)
}

function notUndoable(run: RunRecord, step: StepRecord): AppError {
  const { number, steps } = run
  const wayBack = wayBackOfStep(step, run)
  const busy = steps.find((each) => each.status === 'queued' || each.status === 'running')
  const isAlone = step.undoable === 'always' || (step.undoable === 'when-failed' && step.status === 'failed')
  const why = !isAlone
    ? `it has no way back of its own${wayBack === undefined ? '' : `; ${wayBack} takes it back`}`
    : `step ${busy?.number} ${busy?.title} is with a worker; wait for it, or abort the run`
  return new AppError('conflict', `Step ${step.number} of run #${number} cannot be taken back: ${why}.`)
}

export function refuseUnconfirmed({ block }: StepRecord, confirmation: string | undefined): void {
  const wanted = block.kind === 'action' ? block.confirm : undefined
  if (wanted === undefined || confirmation?.trim() === wanted) return
  throw badInput('confirmation', `Type ${wanted} to confirm.`)
}

function answeredBefore(step: StepRecord): AppError {
  const first = approvalsOf(step).at(-1)
  if (first) {
    const how = first.breakGlassReason === null ? 'approved it' : 'broke the glass'
    return new AppError(
      'conflict',
      `${first.by} was first at ${clockTime(first.atMs)} and ${how}: ${said[step.status]}.`,
    )
  }
  const timedOut = step.status === 'ready' && step.reason !== null ? ` ${step.reason}.` : ''
  return new AppError('conflict', `Nothing waits for an approval: ${said[step.status]}.${timedOut}`)
}

function late(endedAtMs: number): AppError {
  return new AppError(
    'conflict',
    `Too late: the time for approvals ended at ${clockTime(endedAtMs)}. Ask for it again.`,
  )
}

function whyNotApprove({ run, caller }: StepCommand, step: StepRecord): AppError {
  refuseByRun(run)
  if (!roleIncludes(caller.role, 'commander')) {
    return new AppError('forbidden', `Approving needs the role commander; you are ${caller.role}.`)
  }
  if (caller.person === askedBy(step)) {
    return new AppError(
      'forbidden',
      'You asked for this step: somebody else approves it, or you break the glass with a reason.',
    )
  }
  const given = approvalsOf(step).find(({ by }) => by === caller.person)
  if (given)
    return new AppError('conflict', `You approved it at ${clockTime(given.atMs)}; somebody else must too.`)
  return new AppError('forbidden', 'Your role may not approve this step.')
}

function badInput(path: string, message: string): AppError {
  return new AppError('bad-input', message, { problems: [{ path, message }] })
}

/** `12:00:01 UTC`: in a refusal people compare it with their watch. */
export function clockTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(11, 19)} UTC`
}
