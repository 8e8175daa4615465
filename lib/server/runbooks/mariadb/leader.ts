import { AppError } from '@/lib/core/errors/app-error'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import type { MariadbCluster } from '@/lib/server/connectors/mariadb.connector'
import { askServers, type ServerAnswer } from './ask-servers'

export interface Cluster {
  readonly leader: string
  readonly answers: readonly ServerAnswer[]
}

/** The one server that takes writes and follows nobody. Throws when there is none, or more than one. */
export async function getLeader(cluster: MariadbCluster, context: ActionContext): Promise<Cluster> {
  const answers = await askServers(cluster, Object.keys(cluster.servers), context)
  const writable = answers.filter(({ state }) => state && !state.isReadOnly && !state.replication)
  const [leader, second] = writable
  if (second) {
    const nodes = writable.map(({ node }) => node).join(' and ')
    throw new AppError('conflict', `${nodes} take writes at the same time: fence all but one first`)
  }
  if (!leader) throw new AppError('conflict', 'no server takes writes: promote one first')
  return { leader: leader.node, answers }
}
