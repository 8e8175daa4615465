export const findingStatuses = ['open', 'acknowledged', 'waived', 'resolved'] as const

/** Why nobody acts on it for a while: never without somebody who answers for it, and an end. */
export interface FindingWaiver {
  readonly untilMs: number
  readonly owner: string
  readonly reason: string
}

export type FindingState =
  | { readonly status: 'open' | 'resolved' }
  | { readonly status: 'acknowledged'; readonly by: string }
  | { readonly status: 'waived'; readonly waiver: FindingWaiver }

/** What a look at the estate says of a finding; `unknown`: the facts to judge it are gone. */
export type FindingSight = 'found' | 'gone' | 'unknown'

export const findingEventKinds = [
  'opened',
  'changed',
  'acknowledged',
  'waived',
  'waiver-ended',
  'resolved',
  'reopened',
] as const
export type FindingEventKind = (typeof findingEventKinds)[number]

export interface FindingStep {
  readonly state: FindingState
  /** What goes into the history; null where nothing became of it. */
  readonly event: FindingEventKind | null
}

export type FindingCommand =
  | { readonly type: 'acknowledge'; readonly by: string }
  | { readonly type: 'waive'; readonly waiver: FindingWaiver }
  | { readonly type: 'reopen' }

/** A year: what is accepted for longer is no exception. */
export const LONGEST_WAIVER_MS = 366 * 86_400_000

/** What becomes of a finding when the estate is looked at; undefined before the first sight. */
export function stepOnSight(
  state: FindingState | undefined,
  sight: FindingSight,
  nowMs: number,
): FindingStep | undefined {
  if (state === undefined)
    return sight === 'found' ? { state: { status: 'open' }, event: 'opened' } : undefined
  if (state.status === 'resolved') {
    return sight === 'found' ? { state: { status: 'open' }, event: 'reopened' } : { state, event: null }
  }
  if (sight === 'gone') return { state: { status: 'resolved' }, event: 'resolved' }
  if (state.status === 'waived' && state.waiver.untilMs <= nowMs) {
    return { state: { status: 'open' }, event: 'waiver-ended' }
  }
  return { state, event: null }
}

/** Why a command is refused, for people; otherwise what becomes of the finding. */
export function stepOnCommand(
  state: FindingState,
  command: FindingCommand,
  nowMs: number,
): FindingStep | { readonly refused: string } {
  if (state.status === 'resolved')
    return { refused: 'It is resolved: it opens again by itself when it is found again.' }
  switch (command.type) {
    case 'acknowledge':
      if (state.status !== 'open') return { refused: `It is ${state.status} already.` }
      return { state: { status: 'acknowledged', by: command.by }, event: 'acknowledged' }
    case 'waive': {
      const { untilMs, owner, reason } = command.waiver
      if (owner.trim() === '' || reason.trim() === '')
        return { refused: 'A waiver needs an owner and a reason.' }
      if (!(untilMs > nowMs)) return { refused: 'A waiver ends in the future.' }
      if (untilMs - nowMs > LONGEST_WAIVER_MS) return { refused: 'A waiver ends within a year.' }
      return { state: { status: 'waived', waiver: command.waiver }, event: 'waived' }
    }
    case 'reopen':
      if (state.status === 'open') return { refused: 'It is open already.' }
      return { state: { status: 'open' }, event: 'reopened' }
  }
}
