import type { MariadbServer, Row } from './server'

/** What a server says of its role and its positions, read in one go. */
export interface MariadbState {
  readonly node: string
  readonly serverId: string
  readonly isReadOnly: boolean
  readonly logsReplicated: boolean
  readonly written: string
  readonly applied: string
  readonly history: string
  readonly isSemiSyncPrimary: boolean
  readonly semiSyncReplicas: number
  /** Null on a server that replicates from nowhere. */
  readonly replication: ReplicationState | null
}

export interface ReplicationState {
  readonly host: string
  readonly port: number
  readonly ioThread: string
  readonly sqlThread: string
  readonly usesGtid: string
  readonly received: string
  readonly delaySeconds: number
  readonly retrySeconds: number
  readonly relayLog: { readonly file: string; readonly position: number }
  /** `error 1062: …`, cut short; null when there is none. */
  readonly ioError: string | null
  readonly ioErrno: number
  readonly sqlError: string | null
}

const VARIABLES = `SELECT @@global.server_id AS server_id, @@global.read_only AS read_only,
  @@global.log_slave_updates AS log_slave_updates, @@global.gtid_binlog_pos AS written,
  @@global.gtid_slave_pos AS applied, @@global.gtid_binlog_state AS history,
  @@global.rpl_semi_sync_master_enabled AS semi_sync,
  (SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS
    WHERE VARIABLE_NAME = 'RPL_SEMI_SYNC_MASTER_CLIENTS') AS clients`

export async function readState(server: MariadbServer): Promise<MariadbState> {
  const [row = {}] = await server.rows(VARIABLES)
  const [status] = await server.rows('SHOW ALL SLAVES STATUS')
  return {
    node: server.node,
    serverId: row.server_id ?? '',
    isReadOnly: row.read_only !== '0',
    logsReplicated: row.log_slave_updates === '1',
    written: row.written ?? '',
    applied: row.applied ?? '',
    history: row.history ?? '',
    isSemiSyncPrimary: row.semi_sync === '1',
    semiSyncReplicas: Number(row.clients ?? 0),
    replication: status ? replicationOf(status) : null,
  }
}

function replicationOf(row: Row): ReplicationState {
  return {
    host: row.Master_Host ?? '',
    port: Number(row.Master_Port ?? 0),
    ioThread: row.Slave_IO_Running ?? 'No',
    sqlThread: row.Slave_SQL_Running ?? 'No',
    usesGtid: row.Using_Gtid ?? 'No',
    received: row.Gtid_IO_Pos ?? '',
    delaySeconds: Number(row.SQL_Delay ?? 0),
    retrySeconds: Number(row.Connect_Retry ?? 0),
    relayLog: { file: row.Relay_Log_File ?? '', position: Number(row.Relay_Log_Pos ?? 0) },
    ioErrno: Number(row.Last_IO_Errno ?? 0),
    ioError: errorOf(row.Last_IO_Errno, row.Last_IO_Error),
    sqlError: errorOf(row.Last_SQL_Errno, row.Last_SQL_Error),
  }
}

function errorOf(number: string | null | undefined, message: string | null | undefined): string | null {
  if (Number(number ?? 0) === 0) return null
  return `error ${number}: ${(message ?? '').slice(0, 240)}`
}
