import { checkServerIdentity } from 'node:tls'
import { type Connection, createConnection, SqlError } from 'mariadb'
import { AppError } from '@/lib/core/errors/app-error'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import { failureReason } from '@/lib/server/probes/failure'
import { openSocket } from '@/lib/server/probes/wire/socket'
import { loadTrust, type Trust } from '@/lib/server/probes/wire/trust'
import { keepDeafTlsHarmless } from '@/lib/server/tls-listeners'
import { orAborted, within } from '../deadline'
import { giveBack, takeHeld } from '../held'
import type { MariadbCluster } from '../mariadb.connector'

/** A hung server answers nothing: these end every wait for it. */
const CONNECT_MS = 2_000
const STATEMENT_MS = 4_000
/**
 * For what starts, stops or changes replication: it waits for the event being applied, and syncs several files, which
 * takes seconds on a busy disk.
 */
export const REPLICATION_MS = 15_000

export type Row = Readonly<Record<string, string | null>>

/** What an action needs of its context to reach a server. */
export type Reach = Pick<ActionContext, 'signal' | 'secret'>

/** The server understood and said no. `errno` is MariaDB's own. */
export class SqlRefusal extends AppError {
  constructor(
    readonly errno: number,
    message: string,
    cause: unknown,
  ) {
    super('conflict', message, { cause })
  }
}

/** A signed-in connection to one server; every value comes as text. */
export interface MariadbServer {
  readonly node: string
  /** Throws `SqlRefusal`, or `unavailable` when there is no answer in time; the connection is of no use then. */
  rows(sql: string, timeoutMs?: number): Promise<readonly Row[]>
  run(sql: string, timeoutMs?: number): Promise<void>
}

/**
 * Works on a connection that nobody else has meanwhile; one that is held for the same execution is used again. Throws
 * `unavailable` when the server cannot be reached in time.
 */
export async function withMariadb<T>(
  cluster: MariadbCluster,
  node: string,
  reach: Reach,
  work: (server: MariadbServer) => Promise<T>,
): Promise<T> {
  const key = JSON.stringify(['mariadb', cluster.servers[node], cluster.user, cluster.password])
  const opened = (await takeUsable(key, reach)) ?? (await open(cluster, node, reach))
  try {
    const value = await work(opened.server)
    giveBack(reach.signal, key, opened)
    return value
  } catch (error) {
    // Its last statement may still be under way.
    opened.close()
    throw error
  }
}

interface Opened {
  readonly server: MariadbServer
  /** Forgets what the session was set to. False when the connection broke; throws when the server is silent. */
  renew(): Promise<boolean>
  close(): void
}

async function takeUsable(key: string, { signal }: Reach): Promise<Opened | undefined> {
  // Under its key lies nothing else.
  const opened = takeHeld(signal, key) as Opened | undefined
  if (opened === undefined) return undefined
  try {
    if (await opened.renew()) return opened
  } catch (error) {
    opened.close()
    throw error
  }
  opened.close()
  return undefined
}

async function open(cluster: MariadbCluster, node: string, reach: Reach): Promise<Opened> {
  const address = cluster.servers[node]
  if (!address) throw new AppError('bad-input', `the connector declares no server ${node}`)
  const password = await reach.secret(cluster.password)
  const trust = await loadTrust({ ...address, caFile: cluster.caFile }, reach)
  // Reading our own secrets is no part of the server's time.
  const signal = within(reach.signal, CONNECT_MS)
  const opened = await openSocket(address, { signal })
  if (opened.outcome === 'failed') throw new AppError('unavailable', `${node} ${failureReason(opened)}`)
  const { socket } = opened
  keepDeafTlsHarmless()
  const silent = () => new AppError('unavailable', `${node} gives no answer in ${CONNECT_MS / 1_000} s`)
  try {
    const connecting = createConnection({
      stream: (use) => use(undefined, socket),
      user: cluster.user,
      password,
      connectTimeout: CONNECT_MS,
      typeCast: (column) => column.string(),
      ssl: tlsOptions(trust),
    })
    const connection = await orAborted(connecting, signal, silent)
    // Failures reach the caller by the rejected statement.
    connection.on('error', () => socket.destroy())
    const renew = () => {
      const resetting = connection.reset().then(
        () => true,
        () => false,
      )
      return orAborted(resetting, within(reach.signal, CONNECT_MS), silent)
    }
    return { server: serverOf(node, connection, reach), renew, close: () => socket.destroy() }
  } catch (error) {
    socket.destroy()
    throw describeError(node, error)
  }
}

function tlsOptions({ secureContext, servername, checkedName, caPem }: Trust) {
  return {
    secureContext,
    checkServerIdentity: (_name: string, certificate: Parameters<typeof checkServerIdentity>[1]) =>
      checkServerIdentity(checkedName, certificate),
    ...(servername === undefined ? {} : { servername }),
    ...(caPem === undefined ? {} : { ca: caPem }),
  }
}

function serverOf(node: string, connection: Connection, reach: Reach): MariadbServer {
  async function rows(sql: string, timeoutMs = STATEMENT_MS): Promise<readonly Row[]> {
    const silent = () => new AppError('unavailable', `${node} gives no answer in ${timeoutMs / 1_000} s`)
    try {
      const answer: unknown = await orAborted(connection.query(sql), within(reach.signal, timeoutMs), silent)
      return Array.isArray(answer) ? answer : []
    } catch (error) {
      throw describeError(node, error)
    }
  }
  return {
    node,
    rows,
    async run(sql, timeoutMs) {
      await rows(sql, timeoutMs)
    },
  }
}

/** The library's own message repeats the statement, and statements can hold passwords: it stays in the cause. */
function describeError(node: string, error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof SqlError && error.errno > 0 && error.errno < 45_000) {
    const words = (error.sqlMessage ?? 'no reason given').slice(0, 300)
    return new SqlRefusal(error.errno, `${node} refused: ${words} (${error.errno})`, error)
  }
  return new AppError('unavailable', `${node} broke the connection`, { cause: error })
}
