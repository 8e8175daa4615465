import { existsSync } from 'node:fs'
import { readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Lab } from '@/lab/lab'
import { initStatements } from '@/lab/mariadb/accounts'
import { runTool } from '@/lab/run-tool'
import { writeOwnedFile } from '@/lab/tls/owned-file'

const BOOTSTRAP_MS = 60_000

/** System tables in the order in which the server's own installer makes them. */
const SYSTEM_SQL = [
  'mysql_system_tables.sql',
  'mysql_performance_tables.sql',
  'mysql_system_tables_data.sql',
  'maria_add_gis_sp_bootstrap.sql',
  'mysql_sys_schema.sql',
]

export interface MariadbHost {
  readonly node: string
  readonly address: string
  readonly serverId: number
}

/** Configuration always, data folder only where there is none yet. */
export async function prepareServer(lab: Lab, host: MariadbHost): Promise<void> {
  const folder = await lab.makeFolder(host.node)
  await lab.makeFolder(host.node, 'tmp')
  await writeOwnedFile(join(folder, 'init.sql'), initStatements(lab, host.node), 0o600)
  await writeOwnedFile(join(folder, 'my.cnf'), configuration(lab, host), 0o600)
  if (!existsSync(join(folder, 'data'))) await createData(lab, host.node)
}

async function createData(lab: Lab, node: string): Promise<void> {
  const folder = lab.folderOf(node)
  const draft = join(folder, 'draft')
  await rm(draft, { recursive: true, force: true })
  await lab.makeFolder(node, 'draft')
  const share = join(baseFolder(lab), 'share', 'mysql')
  const sql = await Promise.all(SYSTEM_SQL.map((file) => readFile(join(share, file), 'utf8')))
  await runTool(lab, {
    node,
    file: lab.binary('mariadbd'),
    args: [
      `--defaults-file=${join(folder, 'my.cnf')}`,
      ...[`--datadir=${draft}`, '--bootstrap', '--skip-log-bin', '--init-file=', '--skip-ssl'],
    ],
    input: ['CREATE DATABASE mysql;', 'USE mysql;', 'SET @auth_root_socket=NULL;', ...sql].join('\n'),
    timeoutMs: BOOTSTRAP_MS,
  })
  await rename(draft, join(folder, 'data'))
}

/** `/usr` of wherever the server came from. */
export function baseFolder(lab: Lab): string {
  return dirname(dirname(lab.binary('mariadbd')))
}

/**
 * Read-only until told otherwise: a server that comes back from the dead must not take writes by itself. Semi-sync
 * as a primary is switched on by role, at run time, since a replica that waits for acknowledgements hangs.
 */
function configuration(lab: Lab, { node, address, serverId }: MariadbHost): string {
  const folder = lab.folderOf(node)
  const base = baseFolder(lab)
  const tls = join(lab.folder, 'tls')
  return `[mariadbd]
basedir = ${base}
lc_messages_dir = ${join(base, 'share', 'mysql')}
character_sets_dir = ${join(base, 'share', 'mysql', 'charsets')}
plugin_dir = ${join(base, 'lib', 'mysql', 'plugin')}
datadir = ${join(folder, 'data')}
tmpdir = ${join(folder, 'tmp')}
socket = mariadb.sock
pid_file = mariadb.pid
init_file = ${join(folder, 'init.sql')}
bind_address = ${address}
port = ${lab.port(3306)}
skip_name_resolve = 1
character_set_server = utf8mb4
ssl_ca = ${join(tls, 'ca.pem')}
ssl_cert = ${join(tls, `${node}.crt`)}
ssl_key = ${join(tls, `${node}.key`)}
tls_version = TLSv1.2,TLSv1.3

read_only = 1
server_id = ${serverId}
report_host = ${address}
log_bin = binlog
log_slave_updates = 1
binlog_format = ROW
gtid_domain_id = 0
gtid_strict_mode = 1
sync_binlog = 1
innodb_flush_log_at_trx_commit = 1
binlog_expire_logs_seconds = 172800
max_binlog_size = 16M
relay_log = relay
relay_log_recovery = 1
slave_net_timeout = 4
master_retry_count = 0
rpl_semi_sync_slave_enabled = 1
rpl_semi_sync_master_wait_point = AFTER_SYNC
rpl_semi_sync_master_timeout = 10000

# Of all that it can tell only who is connected and how: the rest would cost memory.
performance_schema = 1
performance_schema_max_thread_instances = 200
performance_schema_accounts_size = 0
performance_schema_hosts_size = 0
performance_schema_users_size = 0
performance_schema_digests_size = 0
performance_schema_max_mutex_instances = 0
performance_schema_max_rwlock_instances = 0
performance_schema_max_cond_instances = 0
performance_schema_max_file_instances = 0
performance_schema_max_table_instances = 0
performance_schema_max_table_handles = 0
performance_schema_max_table_lock_stat = 0
performance_schema_max_index_stat = 0
performance_schema_max_metadata_locks = 0
performance_schema_max_program_instances = 0
performance_schema_max_prepared_statements_instances = 0
performance_schema_max_memory_classes = 0
performance_schema_max_statement_classes = 0
performance_schema_max_stage_classes = 0
performance_schema_session_connect_attrs_size = 0
performance_schema_events_statements_history_long_size = 0
performance_schema_events_stages_history_long_size = 0
performance_schema_events_waits_history_long_size = 0
performance_schema_events_transactions_history_long_size = 0
max_connections = 80
connect_timeout = 5
innodb_buffer_pool_size = 32M
innodb_log_file_size = 24M
innodb_log_buffer_size = 4M
key_buffer_size = 1M
aria_pagecache_buffer_size = 4M
table_open_cache = 256
thread_cache_size = 8
`
}
