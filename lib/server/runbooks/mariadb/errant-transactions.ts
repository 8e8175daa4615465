import { AppError } from '@/lib/core/errors/app-error'
import type { EvidenceLine } from '@/lib/core/health/health-state'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import { parseGtidSet, relationOf, unionOf } from '@/lib/core/runbooks/mariadb/gtid-set'
import { type LoggedTransaction, parseWrittenAfter } from '@/lib/core/runbooks/mariadb/written-after'
import type { MariadbState } from '@/lib/server/connectors/mariadb/state'
import { runHostCommand } from '@/lib/server/connectors/ssh/run-command'
import type { ClusterAccess } from './settings'

/** People wait for the number; a log that takes longer to read leaves it open. */
const COUNT_MS = 4_000

/**
 * What the old primary has in its binary log and the leader never received, read by its own host, running or
 * not: from where the leader stopped replicating on.
 */
export async function listErrant(
  { hosts }: ClusterAccess,
  pair: { readonly node: string; readonly leader: MariadbState },
  context: ActionContext,
): Promise<readonly LoggedTransaction[]> {
  const { node, leader } = pair
  if (leader.applied === '') return []
  const values = { position: leader.applied }
  const answer = await runHostCommand(
    hosts,
    { node, command: 'written-after', values, timeoutMs: 20_000 },
    context,
  )
  if (answer.complaint)
    throw new AppError('unavailable', `${node} cannot read its binary log: ${answer.complaint}`)
  const history = historyOf(leader)
  return parseWrittenAfter(answer.output).filter(
    ({ gtid }) => relationOf(parseGtidSet(gtid), history) !== 'contained',
  )
}

/**
 * How many transactions the log of a stopped primary has beyond what its replicas received, as its host reads them;
 * null when the host does not say in time.
 */
export async function countUnreceived(
  { hosts }: ClusterAccess,
  { node, received }: { readonly node: string; readonly received: string },
  context: ActionContext,
): Promise<number | null> {
  if (received === '') return null
  try {
    const values = { position: received }
    const asked = { node, command: 'written-after', values, timeoutMs: COUNT_MS }
    const answer = await runHostCommand(hosts, asked, context)
    if (answer.complaint) return null
    const history = parseGtidSet(received)
    const written = parseWrittenAfter(answer.output)
    return written.filter(({ gtid }) => relationOf(parseGtidSet(gtid), history) !== 'contained').length
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

/** Everything that a server has, written or replicated. */
export function historyOf(state: MariadbState) {
  return unionOf(parseGtidSet(state.history), parseGtidSet(state.applied))
}

export function errantLines(transactions: readonly LoggedTransaction[]): readonly EvidenceLine[] {
  return transactions.slice(0, 50).map(({ gtid, changes }) => ({
    label: gtid,
    value: changes.join('; ') || 'no rows',
  }))
}
