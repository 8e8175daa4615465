import { connect } from 'node:net'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import type { FenceAttempt } from '@/lib/core/runbooks/mariadb/fence-proof'
import { type MariadbServer, SqlRefusal, withMariadb } from '@/lib/server/connectors/mariadb/server'
import { runHostCommand } from '@/lib/server/connectors/ssh/run-command'
import { pause } from '../pause'
import { reasonOf } from './ask-servers'
import type { ClusterAccess } from './settings'

/** A running UPDATE holds the global lock; after this long its connection is killed. */
const LOCK_WAIT_SECONDS = 1
const LOCK_ATTEMPTS = 5
const LOCK_WAIT_TIMEOUT = 1205
const NO_SUCH_THREAD = 1094
/** Between the two looks at the binary log that must agree. */
const AT_REST_MS = 220
const KILLED_WITHIN_MS = 2_000
/** A request of the application that is under way may hold its connection this long. */
const DRAIN_MS = 2_500

/** Read only, its writers killed, its binary log at rest: by a connection of ours, while it answers. */
export async function fenceBySql(
  { cluster }: ClusterAccess,
  node: string,
  context: ActionContext,
): Promise<FenceAttempt> {
  try {
    const seen = await withMariadb(cluster, node, context, async (server) => {
      await context.assertHeld()
      await closeForWrites(server, context.signal)
      const openWriters = await killWriters(server, cluster.user, context.signal)
      await server.run('FLUSH BINARY LOGS')
      return { ...(await readAtRest(server, context.signal)), openWriters }
    })
    return { way: 'sql', seen, reason: '' }
  } catch (error) {
    return { way: 'sql', seen: null, reason: reasonOf(error) }
  }
}

/** SET GLOBAL read_only waits for a day behind a running write unless it is told otherwise. */
export async function closeForWrites(server: MariadbServer, signal: AbortSignal): Promise<void> {
  await server.run(`SET SESSION lock_wait_timeout = ${LOCK_WAIT_SECONDS}`)
  for (let attempt = 1; ; attempt += 1) {
    try {
      await server.run('SET GLOBAL read_only = 1')
      return
    } catch (error) {
      const isBlocked = error instanceof SqlRefusal && error.errno === LOCK_WAIT_TIMEOUT
      if (!isBlocked || attempt === LOCK_ATTEMPTS) throw error
      const [self = {}] = await server.rows('SELECT USER() AS user')
      await killWriters(server, (self.user ?? '').split('@')[0] ?? '', signal)
    }
  }
}

/**
 * Kills every connection that was open when the server became read only: a transaction in it may still commit.
 * Later ones find it read only. Replication, the operator and the server's own threads stay. Gives how many are
 * left.
 */
export async function killWriters(
  server: MariadbServer,
  operator: string,
  signal: AbortSignal,
): Promise<number> {
  const before = await writers(server, operator)
  for (const id of before) await kill(server, id)
  const deadlineMs = performance.now() + KILLED_WITHIN_MS
  while (true) {
    const now = new Set(await writers(server, operator))
    const left = before.filter((id) => now.has(id))
    if (left.length === 0 || performance.now() > deadlineMs) return left.length
    await pause(20, signal)
  }
}

async function writers(server: MariadbServer, operator: string): Promise<readonly string[]> {
  const rows = await server.rows(`SELECT ID AS id, USER AS user, COMMAND AS command
    FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID()`)
  return rows
    .filter(({ user, command }) => {
      if (user === 'system user' || user === 'event_scheduler' || user === operator) return false
      return command !== 'Binlog Dump' && command !== 'Daemon'
    })
    .map(({ id }) => id ?? '0')
}

async function kill(server: MariadbServer, id: string): Promise<void> {
  try {
    await server.run(`KILL CONNECTION ${Number(id)}`)
  } catch (error) {
    if (!(error instanceof SqlRefusal) || error.errno !== NO_SUCH_THREAD) throw error
  }
}

async function readAtRest(server: MariadbServer, signal: AbortSignal) {
  const read = async () => {
    const [row = {}] = await server.rows(
      'SELECT @@global.read_only AS closed, @@global.gtid_binlog_pos AS end',
    )
    return { isReadOnly: row.closed === '1', end: row.end ?? '' }
  }
  const first = await read()
  await pause(AT_REST_MS, signal)
  const second = await read()
  return {
    isReadOnly: first.isReadOnly && second.isReadOnly,
    positions: [first.end, second.end] as const,
  }
}

/** Stopped by its host, which says so itself; and its port must agree. */
export async function fenceByHost(
  { cluster, hosts }: ClusterAccess,
  node: string,
  context: ActionContext,
): Promise<FenceAttempt> {
  try {
    await context.assertHeld()
    const answer = await runHostCommand(hosts, { node, command: 'stop-mariadb', timeoutMs: 10_000 }, context)
    const address = cluster.servers[node]
    const isPortClosed = address !== undefined && (await refusesConnections(address, context.signal))
    return {
      way: 'host',
      seen: { isStopped: answer.code === 0 && answer.output === 'stopped', isPortClosed },
      reason: '',
    }
  } catch (error) {
    return { way: 'host', seen: null, reason: reasonOf(error) }
  }
}

/** True only for a refusal: silence may be a broken network. */
export function refusesConnections(
  address: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ ...address, signal: AbortSignal.any([signal, AbortSignal.timeout(1_000)]) })
    const finish = (isRefused: boolean) => {
      socket.destroy()
      resolve(isRefused)
    }
    socket.once('connect', () => finish(false))
    socket.once('error', (error) => finish('code' in error && error.code === 'ECONNREFUSED'))
  })
}

/** Each host of the application is pointed at nothing, and reads back that it is. */
export async function fenceByNetwork(
  { cluster, hosts }: ClusterAccess,
  fenced: { readonly node: string; readonly application: readonly string[] },
  context: ActionContext,
): Promise<FenceAttempt> {
  await context.assertHeld()
  const address = cluster.servers[fenced.node]
  const server = `${address?.host}:${address?.port}`
  const seen = await Promise.all(
    fenced.application.map(async (node) => {
      try {
        const answer = await runHostCommand(hosts, { node, command: 'detach-database' }, context)
        const isCutOff = answer.code === 0 && answer.output !== '' && answer.output !== server
        return { node, isCutOff, reason: answer.complaint || `points at ${answer.output}` }
      } catch (error) {
        return { node, isCutOff: false, reason: reasonOf(error) }
      }
    }),
  )
  await pause(DRAIN_MS, context.signal)
  return { way: 'network', seen, reason: '' }
}
