import { counted } from '@/lib/client/time/duration-words'
import type { RunWire } from '@/lib/core/api/runs'

type Loss = Pick<NonNullable<RunWire['rpo']>, 'transactions' | 'ageSeconds' | 'isAtMost'>

/** What is lost, in few words. What nobody can know is said to be unknown, not none. */
export function lossWords({ transactions, ageSeconds, isAtMost }: Loss): string {
  if (transactions === 0) return 'nothing'
  const parts = [
    transactions === null ? null : counted(transactions, 'transaction'),
    ageSeconds === null ? null : `${isAtMost ? 'at most ' : ''}${ageSeconds} s of writes`,
  ].filter((part) => part !== null)
  return parts.length === 0 ? 'unknown' : parts.join(', ')
}
