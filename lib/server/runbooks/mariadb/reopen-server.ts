import { AppError } from '@/lib/core/errors/app-error'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import type { GtidSet } from '@/lib/core/runbooks/mariadb/gtid-set'
import { obstacleToReopen } from '@/lib/core/runbooks/mariadb/reopening'
import { withMariadb } from '@/lib/server/connectors/mariadb/server'
import { type MariadbState, readState } from '@/lib/server/connectors/mariadb/state'
import { runHostCommand } from '@/lib/server/connectors/ssh/run-command'
import { asked, askServer, askServers, type ServerAnswer } from './ask-servers'
import { historyOf } from './errant-transactions'
import { openSemiSync } from './open-primary'
import type { ClusterAccess } from './settings'

const START_MS = 30_000

export interface Reopened {
  /** False when it took writes already. */
  readonly isChanged: boolean
  readonly state: MariadbState
}

/**
 * Lets a fenced primary take writes again: started by its host where it is stopped, compared with every other server,
 * and read back. Throws, with the reason for people, when somebody else leads, may lead, or has what it lacks. Begun
 * again after a crash it does no harm.
 */
export async function reopenServer(
  access: ClusterAccess,
  node: string,
  context: ActionContext,
): Promise<Reopened> {
  const others = await refuseUnlessFree(access, { node, history: null }, context)
  const before = await askServer(access.cluster, node, context)
  if (before.state && !before.state.isReadOnly) return { isChanged: false, state: before.state }
  if (!before.state) await startByHost(access, before, context)
  const state = await withMariadb(access.cluster, node, context, async (server) => {
    const closed = await readState(server)
    if (closed.replication) throw new AppError('conflict', `${node} is a replica and has not led`)
    await context.assertHeld()
    const followers = others.filter((each) => each.state?.replication)
    await openSemiSync(server, followers.length, context)
    await refuseUnlessFree(access, { node, history: historyOf(closed) }, context)
    await context.assertHeld()
    await server.run('SET GLOBAL read_only = 0')
    return readState(server)
  })
  if (state.isReadOnly) throw new AppError('unavailable', `${node} reads back as read only`)
  return { isChanged: true, state }
}

interface Closed {
  readonly node: string
  /** All that it has; null while it is not known. */
  readonly history: GtidSet | null
}

async function refuseUnlessFree(
  { cluster }: ClusterAccess,
  { node, history }: Closed,
  context: ActionContext,
): Promise<readonly ServerAnswer[]> {
  const others = Object.keys(cluster.servers).filter((each) => each !== node)
  const answers = await askServers(cluster, others, context)
  const obstacle = obstacleToReopen(node, answers.map(asked), history)
  if (obstacle !== null) throw new AppError('conflict', obstacle)
  return answers
}

/** One that runs and gives no answer may still come to: only a person can tell what is wrong with it. */
async function startByHost(
  { hosts }: ClusterAccess,
  silent: ServerAnswer,
  context: ActionContext,
): Promise<void> {
  const { node } = silent
  const seen = await runHostCommand(hosts, { node, command: 'mariadb-state' }, context)
  if (seen.code !== 0 || seen.output !== 'stopped') {
    const why = 'reason' in silent ? ` (${silent.reason})` : ''
    throw new AppError(
      'conflict',
      `${node} gives no answer${why}, and its host says: ${seen.output || seen.complaint}`,
    )
  }
  await context.assertHeld()
  const wanted = { node, command: 'start-mariadb', timeoutMs: START_MS }
  const { code, output, complaint } = await runHostCommand(hosts, wanted, context)
  if (code !== 0) throw new AppError('conflict', `${node} did not start: ${output || complaint}`)
}
