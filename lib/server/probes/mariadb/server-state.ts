import type { MariadbSession, Row } from './session'

export type ThreadState = 'running' | 'connecting' | 'stopped'

/** What a replica says of its replication. */
export interface ReplicaStatus {
  readonly primaryHost: string
  readonly primaryPort: number
  readonly ioThread: ThreadState
  readonly sqlThread: ThreadState
  readonly usesGtid: boolean
  /** Received, applied or not. */
  readonly receivedGtid: string
  /** Undefined when the server does not say; 0 proves nothing, for it is what a hung primary leaves. */
  readonly secondsBehind: number | undefined
  readonly ioError: ReplicationError | undefined
  readonly sqlError: ReplicationError | undefined
}

export interface ReplicationError {
  readonly number: number
  readonly message: string
}

export interface ServerState {
  readonly outcome: 'read'
  readonly version: string
  readonly serverId: string
  readonly isReadOnly: boolean
  /** Newest transaction in the own binary log, by domain: `0-10-4711`. */
  readonly binlogGtid: string
  /** Newest transaction applied by replication. */
  readonly appliedGtid: string
  readonly connectedThreads: number
  readonly maxConnections: number
  readonly uptimeSeconds: number
  /** Replicas that acknowledge before a commit is answered; undefined when semi-sync is off. */
  readonly semiSyncReplicas: number | undefined
  /** One for each replication connection; none on a primary. */
  readonly replicas: readonly ReplicaStatus[]
}

const VARIABLES = `SELECT @@global.version AS version, @@global.server_id AS server_id,
  @@global.read_only AS read_only, @@global.gtid_binlog_pos AS gtid_binlog_pos,
  @@global.gtid_slave_pos AS gtid_slave_pos, @@global.max_connections AS max_connections`

const STATUS = `SHOW GLOBAL STATUS WHERE Variable_name IN
  ('Threads_connected', 'Uptime', 'Rpl_semi_sync_master_status', 'Rpl_semi_sync_master_clients')`

export async function readServerState(session: MariadbSession): Promise<ServerState> {
  const [variables = {}] = await session.rows(VARIABLES)
  const status = new Map(
    (await session.rows(STATUS)).map((row) => [row.Variable_name ?? '', row.Value ?? '']),
  )
  const replicas = (await session.rows('SHOW ALL SLAVES STATUS')).map(replicaStatusOf)
  const hasSemiSync = status.get('Rpl_semi_sync_master_status') === 'ON'
  return {
    outcome: 'read',
    version: variables.version ?? '',
    serverId: variables.server_id ?? '',
    isReadOnly: variables.read_only !== '0',
    binlogGtid: variables.gtid_binlog_pos ?? '',
    appliedGtid: variables.gtid_slave_pos ?? '',
    connectedThreads: Number(status.get('Threads_connected') ?? 0),
    maxConnections: Number(variables.max_connections ?? 0),
    uptimeSeconds: Number(status.get('Uptime') ?? 0),
    semiSyncReplicas: hasSemiSync ? Number(status.get('Rpl_semi_sync_master_clients') ?? 0) : undefined,
    replicas,
  }
}

export async function readBinlogGtid(session: MariadbSession): Promise<string> {
  const [row = {}] = await session.rows('SELECT @@global.gtid_binlog_pos AS gtid_binlog_pos')
  return row.gtid_binlog_pos ?? ''
}

function replicaStatusOf(row: Row): ReplicaStatus {
  return {
    primaryHost: row.Master_Host ?? '',
    primaryPort: Number(row.Master_Port ?? 0),
    ioThread: threadState(row.Slave_IO_Running),
    sqlThread: threadState(row.Slave_SQL_Running),
    usesGtid: (row.Using_Gtid ?? 'No') !== 'No',
    receivedGtid: row.Gtid_IO_Pos ?? '',
    secondsBehind: row.Seconds_Behind_Master == null ? undefined : Number(row.Seconds_Behind_Master),
    ioError: errorOf(row.Last_IO_Errno, row.Last_IO_Error),
    sqlError: errorOf(row.Last_SQL_Errno, row.Last_SQL_Error),
  }
}

function threadState(word: string | null | undefined): ThreadState {
  if (word === 'Yes') return 'running'
  return word === 'No' || word == null ? 'stopped' : 'connecting'
}

function errorOf(number: string | null | undefined, message: string | null | undefined) {
  const value = Number(number ?? 0)
  return value === 0 ? undefined : { number: value, message: (message ?? '').slice(0, 200) }
}
