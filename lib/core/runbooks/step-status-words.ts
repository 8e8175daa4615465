import { activeRunStatuses, type RunMode, type RunStatus, type StepStatus } from './run'

export const stepStatusWords: Readonly<Record<StepStatus, string>> = {
  pending: 'Waits its turn',
  ready: 'Ready',
  blocked: 'Blocked',
  'awaiting-approval': 'Awaits approval',
  queued: 'Queued',
  running: 'Running',
  succeeded: 'Done',
  failed: 'Failed',
  skipped: 'Skipped',
  undone: 'Taken back',
}

export interface OfRun {
  readonly mode: RunMode
  readonly status: RunStatus
}

const waiting: readonly StepStatus[] = ['pending', 'ready', 'blocked', 'awaiting-approval', 'queued']

/** In a run that has ended nothing waits any more. */
export function isLeftUndone(status: StepStatus, run: OfRun): boolean {
  return waiting.includes(status) && !activeRunStatuses.includes(run.status)
}

/** What a rehearsed step did is not done. */
export function stepStatusWord(status: StepStatus, run: OfRun): string {
  const { mode } = run
  if (isLeftUndone(status, run)) return 'Not done'
  return status === 'succeeded' && mode === 'rehearsal' ? 'Rehearsed' : stepStatusWords[status]
}
