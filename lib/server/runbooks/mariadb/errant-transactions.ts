import { AppError } from '@/lib/core/errors/app-error'
import type { EvidenceLine } from '@/lib/core/health/health-state'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import { parseGtidSet, relationOf, unionOf } from '@/lib/core/runbooks/mariadb/gtid-set'
import { type LoggedTransaction, parseWrittenAfter } from '@/lib/core/runbooks/mariadb/written-after'
import type { MariadbState } from '@/lib/server/connectors/mariadb/state'
import { runHostCommand } from '@/lib/server/connectors/ssh/run-command'
import type { ClusterAccess } from './settings'

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
