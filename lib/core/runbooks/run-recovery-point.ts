import type { RecoveryPoint } from './action-definition'
import type { RunRecord } from './journal'

/**
 * What the steps of a run said will be, or was, lost. The later word counts; what it leaves open, an earlier step may
 * know: a restore knows the time, the promotion after it the number of transactions. Once the run has ended, a step that
 * never began has lost nothing.
 */
export function recoveryPointOf({ steps, mode, endedAtMs }: Journal): RecoveryPoint | null {
  const hasEnded = endedAtMs !== null && mode !== 'rehearsal'
  const said = steps.flatMap(({ status, startedAtMs, result, description }) => {
    const point = result?.recoveryPoint ?? description?.recoveryPoint
    const isVoid = status === 'skipped' || status === 'undone' || (hasEnded && startedAtMs === null)
    return isVoid || point === undefined ? [] : [point]
  })
  return said.reduce<RecoveryPoint | null>(together, null)
}

type Journal = Pick<RunRecord, 'steps' | 'mode' | 'endedAtMs'>

function together(earlier: RecoveryPoint | null, later: RecoveryPoint): RecoveryPoint {
  if (earlier === null || isComplete(later)) return later
  if (later.transactions === null && later.ageSeconds === null) return earlier
  // What was measured says more than a bound.
  const isEarlier = later.ageSeconds === null || (later.isAtMost === true && earlier.ageSeconds !== null)
  const { ageSeconds, isAtMost } = isEarlier ? earlier : later
  const both = {
    transactions: later.transactions ?? earlier.transactions,
    ageSeconds,
    ...(isAtMost === true ? { isAtMost } : {}),
  }
  // That nothing is lost was said before the later step looked: its word stands alone.
  if ((both.transactions === 0) !== (both.ageSeconds === 0)) return later
  const addsNothing = both.transactions === later.transactions && both.ageSeconds === later.ageSeconds
  return addsNothing ? later : { ...both, reason: `${earlier.reason}; ${later.reason}` }
}

function isComplete({ transactions, ageSeconds }: RecoveryPoint): boolean {
  return transactions !== null && ageSeconds !== null
}
