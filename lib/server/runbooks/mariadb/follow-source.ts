import { AppError } from '@/lib/core/errors/app-error'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import { literal } from '@/lib/server/connectors/mariadb/literal'
import { type MariadbServer, REPLICATION_MS, SqlRefusal } from '@/lib/server/connectors/mariadb/server'
import { type MariadbState, readState } from '@/lib/server/connectors/mariadb/state'
import type { MariadbCluster } from '@/lib/server/connectors/mariadb.connector'
import { pause } from '../pause'

/** The error of a diverged server comes with its first request for events, not with START SLAVE. */
const STEADY_MS = 2_000
const POLL_MS = 250

interface Follow {
  readonly cluster: MariadbCluster
  /** The node that it is to replicate from. */
  readonly source: string
  /** For a server that led until now: what it wrote itself counts as received. */
  readonly isDemoted?: boolean
  /** Stop at this position rather than go on. */
  readonly until?: string
}

export function isFollowing(state: MariadbState, { cluster, source }: Follow): boolean {
  const { replication } = state
  const address = cluster.servers[source]
  return (
    replication !== null &&
    replication.host === address?.host &&
    replication.port === address.port &&
    replication.usesGtid === 'Slave_Pos' &&
    replication.ioThread === 'Yes' &&
    replication.sqlThread === 'Yes' &&
    state.isReadOnly
  )
}

/**
 * Makes a server replicate from another by GTID: observe, stop, change, start. Repeated after a crash it ends the
 * same way; a running replica refuses CHANGE MASTER (1198), hence the stop each time.
 */
export async function followSource(server: MariadbServer, follow: Follow, context: ActionContext) {
  const state = await readState(server)
  if (follow.until === undefined && isFollowing(state, follow)) return false
  await context.assertHeld()
  await server.run('SET GLOBAL read_only = 1')
  // Waits for acknowledgements only while it leads: a replica that does so hangs.
  await server.run('SET GLOBAL rpl_semi_sync_master_enabled = 0')
  await server.run('STOP SLAVE', REPLICATION_MS)
  await server.run(await changeMaster(server, follow, state, context), REPLICATION_MS)
  await server.run(
    follow.until === undefined
      ? 'START SLAVE'
      : `START SLAVE UNTIL master_gtid_pos = ${literal(follow.until)}`,
    REPLICATION_MS,
  )
  return true
}

/** What followSource will run, for people; secrets left out. */
export function followCommands(node: string, { cluster, source, isDemoted }: Follow): readonly string[] {
  const address = cluster.servers[source]
  const position = isDemoted ? 'MASTER_DEMOTE_TO_SLAVE=1' : 'MASTER_USE_GTID=slave_pos'
  return [
    `${node}: SET GLOBAL read_only=1; STOP SLAVE`,
    `${node}: CHANGE MASTER TO MASTER_HOST='${address?.host ?? '?'}', MASTER_PORT=${address?.port ?? '?'}, ${position}, …`,
    `${node}: START SLAVE; then its threads are read for 2 s`,
  ]
}

async function changeMaster(
  server: MariadbServer,
  { cluster, source, isDemoted }: Follow,
  state: MariadbState,
  context: ActionContext,
): Promise<string> {
  const address = cluster.servers[source]
  if (!address) throw new AppError('bad-input', `the connector declares no server ${source}`)
  const { user, password } = cluster.replication
  const [row = {}] = await server.rows('SELECT @@global.ssl_ca AS ca')
  // A server without a replication of its own wrote everything in its log itself.
  const hasLed = isDemoted ?? (state.replication === null && state.written !== '')
  return `CHANGE MASTER TO MASTER_HOST = ${literal(address.host)}, MASTER_PORT = ${address.port},
    MASTER_USER = ${literal(user)}, MASTER_PASSWORD = ${literal(await context.secret(password))},
    MASTER_SSL = 1, MASTER_SSL_CA = ${literal(row.ca ?? '')}, MASTER_SSL_VERIFY_SERVER_CERT = 1,
    MASTER_CONNECT_RETRY = 1, MASTER_HEARTBEAT_PERIOD = 1, MASTER_DELAY = 0,
    ${hasLed ? 'MASTER_DEMOTE_TO_SLAVE = 1' : 'MASTER_USE_GTID = slave_pos'}`
}

/**
 * Resolves once both threads have run for two seconds. Throws with the replica's own error: 1236 means that the
 * source lacks what this one has.
 */
export async function untilSteady(server: MariadbServer, timeoutMs: number, signal: AbortSignal) {
  const deadlineMs = performance.now() + timeoutMs
  let steadySinceMs: number | null = null
  while (true) {
    const state = await readState(server)
    const { replication } = state
    if (replication === null) throw new AppError('conflict', `${server.node} replicates from nowhere`)
    const error = replication.sqlError ?? (isFinal(replication.ioErrno) ? replication.ioError : null)
    if (error) throw new AppError('conflict', `${server.node} does not replicate: ${error}`)
    const runs = replication.ioThread === 'Yes' && replication.sqlThread === 'Yes'
    const nowMs = performance.now()
    steadySinceMs = runs ? (steadySinceMs ?? nowMs) : null
    if (steadySinceMs !== null && nowMs - steadySinceMs >= STEADY_MS) return state
    if (nowMs > deadlineMs) {
      const why = replication.ioError ?? `IO ${replication.ioThread}, SQL ${replication.sqlThread}`
      throw new AppError('conflict', `${server.node} does not replicate steadily: ${why}`)
    }
    await pause(POLL_MS, signal)
  }
}

/** What trying again does not mend: the source lacks the position, or the account is refused. */
function isFinal(errno: number): boolean {
  return errno === 1236 || errno === 1045 || errno === 1593
}

/** STOP SLAVE IO_THREAD on one that has none is refused; for us it is stopped then. */
export async function stopReceiving(server: MariadbServer): Promise<void> {
  try {
    await server.run('STOP SLAVE IO_THREAD', REPLICATION_MS)
  } catch (error) {
    if (!(error instanceof SqlRefusal) || error.errno !== 1200) throw error
  }
}
