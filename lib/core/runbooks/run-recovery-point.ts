import type { RecoveryPoint } from './action-definition'
import type { RunRecord } from './journal'

/**
 * What the steps of a run said will be, or was, lost. The later word counts; what it leaves open, an earlier step may
 * know: a restore knows the time, the promotion after it the number of transactions.
 */
export function recoveryPointOf({ steps }: Pick<RunRecord, 'steps'>): RecoveryPoint | null {
  const said = steps.flatMap(({ status, result, description }) => {
    const point = result?.recoveryPoint ?? description?.recoveryPoint
    return status === 'skipped' || status === 'undone' || point === undefined ? [] : [point]
  })
  return said.reduce<RecoveryPoint | null>(together, null)
}

function together(earlier: RecoveryPoint | null, later: RecoveryPoint): RecoveryPoint {
  if (earlier === null || isComplete(later)) return later
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
