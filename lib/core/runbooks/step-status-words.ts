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

/** How a step is shown: its status, or what that comes to in this run. */
export type ShownStatus = StepStatus | 'not-done' | 'rehearsed' | 'doubtful'

/**
 * What a rehearsed step did is not done. One that was done is `doubtful` where reading its effect back left a doubt:
 * a message that nobody took, a host that does not follow yet.
 */
export function shownStatus({ status, result }: Doing, run: OfRun): ShownStatus {
  if (isLeftUndone(status, run)) return 'not-done'
  if (status !== 'succeeded') return status
  if (run.mode === 'rehearsal') return 'rehearsed'
  return result?.checks.some(({ outcome }) => outcome === 'warning') ? 'doubtful' : status
}

const shownWords: Readonly<Record<ShownStatus, string>> = {
  ...stepStatusWords,
  'not-done': 'Not done',
  rehearsed: 'Rehearsed',
  doubtful: 'Done, with a warning',
}

export function stepStatusWord(step: Doing, run: OfRun): string {
  return shownWords[shownStatus(step, run)]
}
