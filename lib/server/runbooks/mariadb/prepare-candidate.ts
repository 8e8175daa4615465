import { AppError } from '@/lib/core/errors/app-error'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import { type Ranking, rankCandidates } from '@/lib/core/runbooks/mariadb/candidate-ranking'
import { parseGtidSet, relationOf, transactionsAhead, unionOf } from '@/lib/core/runbooks/mariadb/gtid-set'
import { literal } from '@/lib/server/connectors/mariadb/literal'
import { type MariadbServer, REPLICATION_MS, withMariadb } from '@/lib/server/connectors/mariadb/server'
import { type MariadbState, readState } from '@/lib/server/connectors/mariadb/state'
import type { MariadbCluster } from '@/lib/server/connectors/mariadb.connector'
import { asked, askServers, reasonOf } from './ask-servers'
import { followSource, stopReceiving } from './follow-source'

/** One look at what is applied lasts this long, so that an error of the SQL thread is seen at once. */
const WAIT_SLICE_SECONDS = 0.5

/**
 * Lets every replica stop receiving and go on applying. Its SQL thread is started first: were both stopped, the
 * next start would purge what was received and not yet applied.
 */
export async function settleReplicas(
  cluster: MariadbCluster,
  nodes: readonly string[],
  context: ActionContext,
): Promise<void> {
  await Promise.all(
    nodes.map(async (node) => {
      try {
        await withMariadb(cluster, node, context, (server) => settleReplica(server, context))
      } catch (error) {
        await context.note(`${node} could not be settled: ${reasonOf(error)}`)
      }
    }),
  )
}

async function settleReplica(server: MariadbServer, context: ActionContext): Promise<void> {
  const { replication, isSemiSyncPrimary } = await readState(server)
  if (replication === null) return
  // One that waits for acknowledgements hangs in its SQL thread, and so would whoever stops it.
  if (isSemiSyncPrimary) await server.run('SET GLOBAL rpl_semi_sync_master_enabled = 0')
  const mustApply = replication.sqlThread === 'No' && replication.sqlError === null
  if (mustApply && replication.ioThread === 'No') {
    await rescueRelayLog(server, context)
  } else if (mustApply) {
    await server.run('START SLAVE SQL_THREAD', REPLICATION_MS)
  }
  if (replication.ioThread !== 'No') await stopReceiving(server)
}

/**
 * With both threads stopped a replica by GTID forgets its relay log when it starts. By file position it keeps it,
 * so what the old primary sent and nobody applied is saved.
 */
export async function rescueRelayLog(server: MariadbServer, context: ActionContext): Promise<void> {
  const state = await readState(server)
  const { replication } = state
  if (replication === null || unapplied(state) === 0) return
  const { file, position } = replication.relayLog
  await context.note(
    `${server.node}: both threads stopped; its relay log is applied from ${file}:${position}`,
  )
  await server.run(
    `CHANGE MASTER TO MASTER_USE_GTID = no, RELAY_LOG_FILE = ${literal(file)}, RELAY_LOG_POS = ${position}`,
    REPLICATION_MS,
  )
  await server.run('START SLAVE SQL_THREAD', REPLICATION_MS)
  await context.remember(`rescued-${server.node}`, replication.received)
}

function unapplied({ replication, applied }: MariadbState): number {
  return transactionsAhead(parseGtidSet(replication?.received ?? ''), parseGtidSet(applied))
}

/** Asks all and ranks them. A rescued replica is told apart by what the run remembers of it. */
export async function rank(
  cluster: MariadbCluster,
  order: { readonly nodes: readonly string[]; readonly preference: readonly string[] },
  context: ActionContext,
): Promise<Ranking> {
  const answers = await askServers(cluster, order.nodes, context)
  const servers = await Promise.all(
    answers.map(async (answer) => {
      const server = asked(answer)
      const received = await context.recall(`rescued-${answer.node}`)
      if (server.state !== 'replica' || typeof received !== 'string') return server
      return { ...server, facts: { ...server.facts, usesGtid: true, received } }
    }),
  )
  return rankCandidates(servers, order.preference)
}

/**
 * Resolves once a replica has applied what it received, and holds it: the server's own wait compares sequence
 * numbers alone, so its history decides. Throws with its SQL error, or when time is up.
 */
export async function untilApplied(
  server: MariadbServer,
  received: string,
  { waitSeconds, signal }: { readonly waitSeconds: number; readonly signal: AbortSignal },
): Promise<MariadbState> {
  const deadlineMs = performance.now() + waitSeconds * 1_000
  while (true) {
    signal.throwIfAborted()
    const state = await readState(server)
    const { replication } = state
    if (replication?.sqlError) {
      throw new AppError('conflict', `${server.node} cannot apply what it received: ${replication.sqlError}`)
    }
    const goal = parseGtidSet(received)
    // Only what replication has committed counts: the binary log has a transaction before the data has it.
    if (relationOf(goal, parseGtidSet(state.applied)) === 'contained') return state
    if (relationOf(goal, unionOf(parseGtidSet(state.history), parseGtidSet(state.applied))) === 'diverged') {
      throw new AppError(
        'conflict',
        `${server.node} has gone another way: ${received} is not in its history ${state.history}`,
      )
    }
    if (performance.now() > deadlineMs) {
      throw new AppError(
        'conflict',
        `${server.node} has not applied ${received} in ${waitSeconds} s; it is at ${state.applied}`,
      )
    }
    await server.rows(`SELECT MASTER_GTID_WAIT(${literal(received)}, ${WAIT_SLICE_SECONDS})`)
  }
}

/** Lets the chosen one fetch from another what only that has received. */
export async function catchUp(
  cluster: MariadbCluster,
  pair: { readonly chosen: string; readonly ahead: string; readonly waitSeconds: number },
  context: ActionContext,
): Promise<void> {
  const { chosen, ahead, waitSeconds } = pair
  const goal = await withMariadb(cluster, ahead, context, async (server) => {
    const { replication, applied } = await readState(server)
    const received = replication?.received || applied
    await untilApplied(server, received, { waitSeconds, signal: context.signal })
    return received
  })
  await context.note(`${chosen} fetches up to ${goal} from ${ahead}`)
  await withMariadb(cluster, chosen, context, async (server) => {
    await followSource(server, { cluster, source: ahead, until: goal, isDemoted: false }, context)
    await untilApplied(server, goal, { waitSeconds, signal: context.signal })
  })
}
