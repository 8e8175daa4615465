import type { RecoveryPoint } from '@/lib/core/runbooks/action-definition'
import { parseGtidSet, transactionsAhead } from './gtid-set'

interface Ends {
  readonly primary: string
  /** Where the old primary's own log ends, read after it was closed; null when nobody could read it. */
  readonly end: string | null
  /** What its host found in its log beyond `received`, where the server itself is stopped; null when nobody looked. */
  readonly unreceived: number | null
  /** The furthest that a fit replica has received. */
  readonly received: string
}

/** What is lost by going on: counted where the data says, open where nobody can know. */
export function recoveryPointOf({ primary, end, unreceived, received }: Ends): RecoveryPoint {
  const reached = `its replicas have received up to ${received || 'nothing'}`
  if (end === null && unreceived !== null) {
    return {
      transactions: unreceived,
      ageSeconds: unreceived === 0 ? 0 : null,
      reason: `the log of ${primary}, read by its host, has ${unreceived} transactions more; ${reached}. Nobody has acknowledged them.`,
    }
  }
  if (end === null) {
    return {
      transactions: null,
      ageSeconds: null,
      reason: `${primary} cannot be asked how far it came; ${reached}. What a replica has acknowledged is not lost.`,
    }
  }
  const transactions = transactionsAhead(parseGtidSet(end), parseGtidSet(received))
  return {
    transactions,
    ageSeconds: transactions === 0 ? 0 : null,
    reason: `${primary} ended at ${end || 'nothing'}, ${reached}`,
  }
}
