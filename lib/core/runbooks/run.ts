/** `live` and `drill` act for real; a `rehearsal` describes and preflights for real, and executes nothing. */
export const runModes = ['live', 'drill', 'rehearsal'] as const
export type RunMode = (typeof runModes)[number]

/**
 * `stopped`: a step failed or its preconditions no longer hold, and a person must decide. `failed`: a rehearsal
 * that has ended and found steps which would not work.
 */
export const runStatuses = ['running', 'paused', 'stopped', 'succeeded', 'aborted', 'failed'] as const
export type RunStatus = (typeof runStatuses)[number]

/**
 * `pending` waits for its turn, `ready` for a person, `awaiting-approval` for another person, `queued` for a
 * worker. `blocked`: its turn, but its preconditions do not hold. `undone`: its effect was taken back, so it is its turn
 * again, and a person executes it once more or leaves it out.
 */
export const stepStatuses = [
  'pending',
  'ready',
  'blocked',
  'awaiting-approval',
  'queued',
  'running',
  'succeeded',
  'failed',
  'skipped',
  'undone',
] as const
export type StepStatus = (typeof stepStatuses)[number]

/** When the effect of an action can be taken back by itself: also past its point of no return, or only short of it. */
export const undoables = ['never', 'when-failed', 'always'] as const
export type Undoable = (typeof undoables)[number]

export const activeRunStatuses: readonly RunStatus[] = ['running', 'paused', 'stopped']
