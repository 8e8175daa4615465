import type { RunStepWire } from '@/lib/core/api/runs'
import { isBeingUndone } from './step-words'

export type StepControl = RunStepWire['controls'][number]

export interface StepButton {
  readonly control: StepControl
  readonly label: string
  readonly tone: 'primary' | 'ghost'
  /** What must be given before it can be pressed. */
  readonly asks: 'nothing' | 'name' | 'evidence' | 'choice' | 'reason'
}

const order: readonly StepControl[] = [
  'approve',
  'execute',
  'confirm',
  'decide',
  'retry',
  'break-glass',
  'undo',
  'skip',
]

/** Never the first thing to do. */
const quiet: readonly StepControl[] = ['skip', 'break-glass', 'undo']

/** Exactly the buttons that the server says the person may press, the one thing to do first. */
export function stepButtons(step: RunStepWire): readonly StepButton[] {
  const given = order.filter((control) => step.controls.includes(control))
  return given.map((control, index) => ({
    control,
    label: labels[control](step),
    tone: index === 0 && !quiet.includes(control) ? 'primary' : 'ghost',
    asks: asks(control, step),
  }))
}

const labels: Readonly<Record<StepControl, (step: RunStepWire) => string>> = {
  execute: executeLabel,
  approve: (step) => `${isBeingUndone(step) ? 'Approve taking back' : 'Approve'}: ${step.title}`,
  confirm: () => 'Mark as done',
  decide: () => 'Decide',
  retry: retryLabel,
  'break-glass': () => 'Break glass…',
  undo: () => 'Take back…',
  skip: () => 'Skip…',
}

/** A blocked step is only looked at anew. */
function retryLabel({ status }: RunStepWire): string {
  if (status === 'blocked') return 'Look again'
  return status === 'undone' ? 'Execute it again' : 'Try again'
}

/** What acts is named by what it does. */
function executeLabel({ kind, title }: RunStepWire): string {
  switch (kind) {
    case 'check':
      return 'Check now'
    case 'wait':
      return 'Begin waiting'
    case 'notify':
      return 'Send'
    case 'action':
    case 'manual':
    case 'decision':
      return title
  }
}

function asks(control: StepControl, step: RunStepWire): StepButton['asks'] {
  switch (control) {
    case 'retry':
      if (step.status === 'blocked') return 'nothing'
      return step.confirm === null ? 'nothing' : 'name'
    case 'execute':
      return step.confirm === null ? 'nothing' : 'name'
    case 'confirm':
      return step.evidencePrompt === null ? 'nothing' : 'evidence'
    case 'decide':
      return 'choice'
    case 'break-glass':
    case 'skip':
    case 'undo':
      return 'reason'
    case 'approve':
      return 'nothing'
  }
}
