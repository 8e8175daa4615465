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
 * worker. `blocked`: its turn, but its preconditions do not hold.
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
] as const
export type StepStatus = (typeof stepStatuses)[number]

export const activeRunStatuses: readonly RunStatus[] = ['running', 'paused', 'stopped']
