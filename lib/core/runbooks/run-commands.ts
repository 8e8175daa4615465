import { AppError } from '@/lib/core/errors/app-error'
import type { RunCaller, RunRecord, RunTransition, StepChange, StepRecord } from './journal'
import { activeRunStatuses } from './run'
import { isBeingUndone, type RunControl, runControlsFor } from './run-controls'
import { asItStood } from './undo-step'

interface RunCommand {
  readonly run: RunRecord
  readonly caller: RunCaller
  readonly reason: string
}

/** No further step begins; what runs ends first. */
export function pauseRun(command: RunCommand): RunTransition {
  refuseUnless(command, 'pause')
  return { steps: [], run: { status: 'paused' }, entries: [entry('run-paused', `Paused: ${command.reason}`)] }
}

export function resumeRun(command: RunCommand): RunTransition {
  refuseUnless(command, 'resume')
  const { run, reason } = command
  const failed = run.steps.find(({ status }) => status === 'failed')
  const after = failed
    ? ({
        status: 'stopped',
        stoppedBecause: `Step ${failed.number} ${failed.title}: ${failed.reason ?? 'failed'}`,
      } as const)
    : ({ status: 'running', stoppedBecause: null } as const)
  return { steps: [], run: after, entries: [entry('run-resumed', `Resumed: ${reason}`)] }
}

/** Ends the run. What was done stays; what runs is stopped, and its effect may be partial. */
export function abortRun(command: RunCommand, nowMs: number): RunTransition {
  refuseUnless(command, 'abort')
  const { run, reason } = command
  const steps = run.steps.flatMap((step) => cutOff(step, nowMs))
  const failed = steps.map(({ key, to, set }) => ({
    kind: `step-${to}`,
    stepKey: key,
    text: set.reason ?? '',
  }))
  return {
    steps,
    run: { status: 'aborted', endedAtMs: nowMs, stoppedBecause: reason },
    entries: [...failed, entry('run-aborted', `Aborted: ${reason}`)],
  }
}

/** What a worker was to do is not done, or not to its end. */
function cutOff(step: StepRecord, nowMs: number): readonly StepChange[] {
  const { key, status } = step
  if (isBeingUndone(step)) {
    const isPartial = status === 'running'
    const why = isPartial ? 'while it was taken back: its effect may be partial' : 'before it was taken back'
    return [asItStood(step, { reason: `Aborted ${why}`, nowMs: isPartial ? nowMs : null })]
  }
  if (status !== 'running' && status !== 'queued') return []
  const why = status === 'running' ? 'while it ran: its effect may be partial' : 'before it ran'
  return [{ key, from: status, to: 'failed', set: { endedAtMs: nowMs, reason: `Aborted ${why}` } }]
}

export function handOverRun(command: RunCommand, to: string): RunTransition {
  refuseUnless(command, 'hand-over')
  if (command.run.commander === to) throw new AppError('conflict', `${to} commands this run already.`)
  const text = `Hands over from ${command.run.commander} to ${to}: ${command.reason}`
  return { steps: [], run: { commander: to }, entries: [entry('handed-over', text)] }
}

function refuseUnless({ run, caller }: RunCommand, control: RunControl): void {
  if (runControlsFor(run, caller).includes(control)) return
  const { number, status } = run
  if (activeRunStatuses.includes(status) && (control === 'pause' || control === 'resume')) {
    throw new AppError('conflict', `Run #${number} is ${status}.`)
  }
  if (!activeRunStatuses.includes(status))
    throw new AppError('conflict', `Run #${number} has ended: ${status}.`)
  throw new AppError('forbidden', `This needs the role commander; you are ${caller.role}.`)
}

function entry(kind: string, text: string) {
  return { kind, stepKey: null, text }
}
