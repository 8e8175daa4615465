import type { RunRecord, StepRecord } from './journal'
import { askedBy, isBeingUndone } from './run-controls'
import { clockTime } from './step-commands'
import { currentStep } from './step-order'

/** What people are told when a run can not go on without one of them. */
export interface GateNotice {
  /** The same for the same gate, however often it is looked at. */
  readonly key: string
  readonly step: StepRecord
  /** By the channels of the runbook's own messages. */
  readonly channels: readonly string[]
  readonly message: string
}

/**
 * What people are to be told of a run as it stands: that it has begun, where no step of its own says so before it acts,
 * and the gate at which it stands. Nothing where it goes on by itself, or by whoever has its page open.
 */
export function gateNotices(run: RunRecord): readonly GateNotice[] {
  const step = currentStep(run)
  const channels = [
    ...new Set(run.steps.flatMap(({ block }) => (block.kind === 'notify' ? block.channels : []))),
  ]
  if (run.mode === 'rehearsal' || step === undefined || channels.length === 0) return []
  const begun = tellsItself(run) ? null : `begun by ${run.startedBy}: ${run.reason}`
  const gate = wordsOf(run, step)
  return [
    ...(begun === null ? [] : [{ key: 'begun', step, channels, message: `Run ${run.number} ${begun}` }]),
    ...(gate === null
      ? []
      : [
          {
            key: `${step.key} ${gate}`,
            step,
            channels,
            message: `Run ${run.number}, step ${step.number} ${step.title}: ${gate}`,
          },
        ]),
  ]
}

/** Its runbook tells people before it acts for the first time. */
function tellsItself({ steps }: RunRecord): boolean {
  return (
    steps.find(({ block }) => block.kind === 'notify' || block.kind === 'action')?.block.kind === 'notify'
  )
}

function wordsOf(run: RunRecord, step: StepRecord): string | null {
  if (run.status === 'stopped') return `stopped, and a person must decide. ${run.stoppedBecause ?? ''}`.trim()
  if (run.status !== 'running') return null
  if (step.status === 'awaiting-approval') return approvalWords(step)
  if (step.status !== 'ready') return null
  if (step.block.kind === 'decision') return `waits for the decision of a ${step.block.role}.`
  return null
}

function approvalWords(step: StepRecord): string {
  const rule = step.block.kind === 'action' ? step.block.approvals : undefined
  const asker = askedBy(step) ?? 'somebody'
  const what = isBeingUndone(step) ? 'asks to take it back' : 'asks for it'
  const until = step.approvalEndsAtMs === null ? '' : ` until ${clockTime(step.approvalEndsAtMs)}`
  return `${asker} ${what}; the approval of a ${rule?.role ?? 'commander'} other than them is needed${until}.`
}
