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

export interface Doing {
  readonly status: StepStatus
  readonly result: { readonly checks: readonly { readonly outcome: string }[] } | null
}

/** It was done, and reading its effect back left a doubt: a message that nobody took, a host that does not follow yet. */
export function leavesDoubt({ status, result }: Doing): boolean {
  return status === 'succeeded' && (result?.checks ?? []).some(({ outcome }) => outcome === 'warning')
}

/** What a rehearsed step did is not done. */
export function stepStatusWord(step: Doing, run: OfRun): string {
  const { status } = step
  if (isLeftUndone(status, run)) return 'Not done'
  if (status === 'succeeded' && run.mode === 'rehearsal') return 'Rehearsed'
  return leavesDoubt(step) ? 'Done, with a warning' : stepStatusWords[status]
}
