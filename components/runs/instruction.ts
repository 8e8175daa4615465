import type { RunStepWire, RunWire } from '@/lib/core/api/runs'
import { abortedWords } from '@/lib/core/runbooks/run-deeds'
import { currentStep } from './current-step'
import { isBeingUndone } from './step-words'

/** What to do now, in one sentence, for the person who reads it. */
export function instruction(run: RunWire): string {
  if (run.status === 'succeeded') return endWords(run)
  if (run.status === 'aborted') return abortedWords(run.stoppedBecause, run.steps)
  if (run.status === 'failed') {
    return 'The rehearsal found steps that would not work. Nothing was changed.'
  }
  if (run.status === 'paused') return 'The run is paused. Nothing begins until it is resumed.'
  const step = currentStep(run)
  if (step === undefined) return run.stoppedBecause ?? 'The next step is being prepared.'
  return stepInstruction(step, run)
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
      return `It cannot begin: ${step.reason ?? 'its preconditions do not hold'}`
    case 'failed':
      return `It failed: ${step.reason ?? 'no reason was given'}`
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
