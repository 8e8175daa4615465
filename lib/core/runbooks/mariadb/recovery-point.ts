import type { RecoveryPoint } from '@/lib/core/runbooks/action-definition'
import { clockTime } from '@/lib/core/runbooks/step-commands'
import { parseGtidSet, transactionsAhead } from './gtid-set'

interface Ends {
  readonly primary: string
  /** Where the old primary's own log ends, read after it was closed; null when nobody could read it. */
  readonly end: string | null
  /** What its host found in its log beyond `received`, where the server itself is stopped; null when nobody looked. */
  readonly unreceived: number | null
  /** The furthest that a fit replica has received. */
  readonly received: string
  readonly window: LossWindow
  /** What a restore of this run said; null where the replica has its data from the primary itself. */
  readonly restored: RecoveryPoint | null
}

/** When a replica had all but the last seconds. `beat`: by a time that the old primary itself has written. */
export interface Seen {
  readonly by: 'look' | 'beat'
  readonly atMs: number
  readonly behindSeconds: number
}

/** Between which moments what is lost must have been written. */
export interface LossWindow {
  /** The furthest replica; null when there is none. */
  readonly replica: string | null
  readonly seen: Seen | null
  /** Since when the primary is proved to take no writes. */
  readonly closedAtMs: number | null
}

/** Of several looks at a replica the one after which the least can be missing; null of none. */
export function latestComplete(looks: readonly Seen[]): Seen | null {
  const untilMs = ({ atMs, behindSeconds }: Seen) => atMs - behindSeconds * 1_000
  return looks.toSorted((one, other) => untilMs(other) - untilMs(one))[0] ?? null
}

/** What is lost by going on: counted where the data says, bounded by what was seen, open where nobody can know. */
export function recoveryPointOf({ restored, ...ends }: Ends): RecoveryPoint {
  return restored === null ? unreceivedOf(ends) : unrestoredOf(ends, restored)
}

/** The age is the restore's to say; a replica that was emptied for it keeps nothing of what it once acknowledged. */
function unrestoredOf(ends: Omit<Ends, 'restored'>, restored: RecoveryPoint): RecoveryPoint {
  const { primary, end, received } = ends
  const transactions =
    end === null ? ends.unreceived : transactionsAhead(parseGtidSet(end), parseGtidSet(received))
  if (transactions === null) return restored
  if (transactions === 0)
    return { transactions, ageSeconds: 0, reason: `all that ${primary} wrote is restored` }
  const reason = `the log of ${primary} has ${transactions} transactions more than was restored; ${restored.reason}`
  return { transactions, ageSeconds: restored.ageSeconds, reason }
}

function unreceivedOf({ primary, end, unreceived, received, window }: Omit<Ends, 'restored'>): RecoveryPoint {
  const reached = `its replicas have received up to ${received || 'nothing'}`
  if (end === null && unreceived !== null) {
    return {
      transactions: unreceived,
      ageSeconds: unreceived === 0 ? 0 : null,
      reason:
        unreceived === 0
          ? `the log of ${primary}, read by its host, has nothing that its replicas have not received`
          : `${reached}; the log of ${primary}, read by its host, has ${unreceived} more, which nobody has acknowledged`,
    }
  }
  if (end === null) {
    const { words, ...bound } = boundOf(window)
    return {
      transactions: null,
      ...bound,
      reason: `${primary} cannot be asked how far it came. ${words}; ${reached}. What a replica has acknowledged is not lost.`,
    }
  }
  const transactions = transactionsAhead(parseGtidSet(end), parseGtidSet(received))
  return {
    transactions,
    ageSeconds: transactions === 0 ? 0 : null,
    reason: `${primary} ended at ${end || 'nothing'}, ${reached}`,
  }
}

function boundOf({ replica, seen, closedAtMs }: LossWindow) {
  const open = (why: string) => ({ ageSeconds: null, words: `No bound can be given: ${why}` })
  if (replica === null) return open('no replica can be counted on')
  if (seen === null) return open(`nothing tells how closely ${replica} followed`)
  if (closedAtMs === null) return open('nothing proves that it takes no writes any more')
  const { by, atMs, behindSeconds } = seen
  const ageSeconds = Math.ceil(behindSeconds + Math.max(0, closedAtMs - atMs) / 1_000)
  const but = behindSeconds === 0 ? '' : ` but the last ${behindSeconds} s at most`
  const since =
    by === 'beat'
      ? `${replica} has all that was committed until ${clockTime(atMs)} by the clock of the database`
      : `${replica} was seen at ${clockTime(atMs)} to have all${but}`
  const words = `At most what was written in ${ageSeconds} s: ${since}, and it was fenced at ${clockTime(closedAtMs)}`
  return { ageSeconds, isAtMost: true, words }
}
