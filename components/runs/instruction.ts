import type { RunStepWire, RunWire } from '@/lib/core/api/runs'
import { abortedWords } from '@/lib/core/runbooks/run-deeds'
import { sentence } from '@/lib/core/runbooks/sentence'
import { currentStep } from './current-step'
import { isBeingUndone } from './step-words'

/** What to do now, in one sentence, for the person who reads it. */
export function instruction(run: RunWire): string {
  if (run.status === 'succeeded') return endWords(run)
  if (run.status === 'aborted') return abortedWords(run.stoppedBecause, run.steps)
  if (run.status === 'failed') {
    return 'The rehearsal found steps that would not work. Nothing was changed.'
  }
  if (run.status === 'paused') return pausedWords(run)
  const step = currentStep(run)
  if (step === undefined) return run.stoppedBecause ?? 'The next step is being prepared.'
  if (run.unheld !== null && isWithWorker(step)) return unheldWords(step)
  return stepInstruction(step, run)
}

/** How loudly it is said: `act` asks this person for something, `trouble` says that nothing goes on by itself. */
export function instructionTone(run: RunWire): 'act' | 'wait' | 'trouble' {
  if (run.status === 'paused' || run.status === 'stopped') return 'trouble'
  const step = currentStep(run)
  if (step === undefined) return 'wait'
  if (run.unheld !== null && isWithWorker(step)) return 'trouble'
  if (step.status === 'failed' || step.status === 'undone') return 'trouble'
  const asks = step.controls.some((control) => ['execute', 'approve', 'confirm', 'decide'].includes(control))
  return asks ? 'act' : 'wait'
}

function pausedWords({ paused, controls }: RunWire): string {
  const who = paused === null ? 'The run is paused.' : sentence(`Paused by ${paused.by}: ${paused.reason}`)
  const next = controls.includes('resume')
    ? 'Nothing begins until you or another commander resumes it.'
    : 'Nothing begins until a commander resumes it.'
  return `${who} ${next}`
}

function isWithWorker({ status }: RunStepWire): boolean {
  return status === 'queued' || status === 'running'
}

function unheldWords({ status }: RunStepWire): string {
  const what = status === 'running' ? 'Its worker is gone, and nobody does it now' : 'No worker takes it'
  return `${what}. Another one goes on by itself as soon as it runs; if none does, start one.`
}

function stepInstruction(step: RunStepWire, run: RunWire): string {
  if (run.mode === 'rehearsal') return 'It is rehearsed by itself: looked at for real, and not executed.'
  const may = (control: RunStepWire['controls'][number]) => step.controls.includes(control)
  if (isBeingUndone(step)) return undoInstruction(step)
  switch (step.status) {
    case 'ready':
      if (may('decide')) return 'Decide how to go on.'
      if (may('confirm')) return 'Do this by hand, then say that it is done.'
      if (!may('execute')) return 'This step waits for somebody who may begin it.'
      return step.confirm === null
        ? 'Read what it will do, then begin it.'
        : `Read what it will do, then type ${step.confirm} to begin it.`
    case 'awaiting-approval':
      if (may('approve')) return `${step.requestedBy ?? 'Somebody'} asks for your approval.`
      return `Waits for the approval of a ${step.approvals?.role ?? 'commander'}${
        step.requestedBy === null ? '' : ` other than ${step.requestedBy}`
      }.`
    case 'blocked':
      return `${sentence(`It cannot begin: ${step.reason ?? 'its preconditions do not hold'}`)} ${afterBlock(step, run)}`
    case 'failed':
      return `${sentence(`It failed: ${step.reason ?? 'no reason was given'}`)} ${afterFailure(step)}`
    case 'undone':
      return `${step.reason ?? 'Its effect was taken back'}. Execute it again, leave it out, or abort the run.`
    case 'queued':
      return 'A worker takes it in a moment.'
    case 'running':
      return step.kind === 'wait' ? 'Waiting until this holds.' : 'It is being done.'
    case 'pending':
    case 'succeeded':
    case 'skipped':
      return run.stoppedBecause ?? 'The next step is being prepared.'
  }
}

/** A step that is blocked is looked at all the time; only when it stopped the run must somebody decide. */
function afterBlock({ controls }: RunStepWire, { status }: RunWire): string {
  if (status === 'running') return 'It is looked at again and again, and goes on once this holds.'
  return controls.includes('skip')
    ? 'Mend this and the run goes on; or leave the step out, or abort the run.'
    : 'Mend this and the run goes on; or a commander decides.'
}

function afterFailure({ controls }: RunStepWire): string {
  if (!controls.includes('retry')) return 'Somebody who may do this step decides how to go on.'
  return controls.includes('skip') ? 'Try it again, leave it out, or abort the run.' : 'Try it again.'
}

function undoInstruction(step: RunStepWire): string {
  const asker = step.undo?.requestedBy ?? 'Somebody'
  if (step.status !== 'awaiting-approval') return 'What was before it is being brought back.'
  if (step.controls.includes('approve')) return `${asker} asks for your approval to take this step back.`
  return `To be taken back it needs the approval of a ${step.approvals?.role ?? 'commander'} other than ${asker}.`
}

function endWords({ mode, rto }: RunWire): string {
  if (mode === 'rehearsal') return 'Rehearsed to the end. Nothing was changed.'
  if (rto.met === null || rto.objectiveMs === 0) return 'Done, and verified.'
  return rto.met ? 'Done and verified, within the objective.' : 'Done and verified, after the objective.'
}
