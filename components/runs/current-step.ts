import type { RunStepWire, RunWire } from '@/lib/core/api/runs'
import { activeRunStatuses } from '@/lib/core/runbooks/run'

export function hasEnded({ status }: Pick<RunWire, 'status'>): boolean {
  return !activeRunStatuses.includes(status)
}

const openStatuses: readonly RunStepWire['status'][] = [
  'failed',
  'blocked',
  'awaiting-approval',
  'running',
  'queued',
  'ready',
  'undone',
]

/** The step that the run is at: the server's word, else the first that is open; none once the run has ended. */
export function currentStep(run: RunWire): RunStepWire | undefined {
  if (hasEnded(run)) return undefined
  const named = run.steps.find((step) => step.key === run.currentStep?.key)
  return named ?? run.steps.find((step) => openStatuses.includes(step.status))
}

/** The step to show: the one that the address names, else the current one, else the first that would not work, or what happened last. */
export function shownStep(run: RunWire, asked: string | null): RunStepWire | undefined {
  const named = asked === null ? undefined : run.steps.find((step) => step.key === asked)
  const wouldNot = run.status === 'failed' ? run.steps.find(({ status }) => status === 'failed') : undefined
  const last = run.steps.findLast(({ status }) => status !== 'pending')
  return named ?? currentStep(run) ?? wouldNot ?? last ?? run.steps[0]
}
