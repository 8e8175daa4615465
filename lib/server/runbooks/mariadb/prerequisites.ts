import type { ActionContext, PreflightCheck } from '@/lib/core/runbooks/action-definition'
import { type MariadbServer, type Row, withMariadb } from '@/lib/server/connectors/mariadb/server'
import { runHostCommand } from '@/lib/server/connectors/ssh/run-command'
import { failed, passed, unknown, warned } from '../preflight-check'
import { reasonOf } from './ask-servers'
import type { ClusterAccess } from './settings'

const VARIABLES = `SELECT @@log_bin AS log_bin, @@log_slave_updates AS log_slave_updates,
  @@binlog_format AS binlog_format, @@gtid_strict_mode AS gtid_strict_mode, @@sync_binlog AS sync_binlog,
  @@innodb_flush_log_at_trx_commit AS innodb_flush_log_at_trx_commit, @@slave_net_timeout AS slave_net_timeout,
  @@server_id AS server_id, @@gtid_domain_id AS gtid_domain_id`

/** What must be set so that a promotion loses nothing, and what else. */
const REQUIRED: Readonly<Record<string, string>> = {
  log_bin: '1',
  log_slave_updates: '1',
  binlog_format: 'ROW',
  gtid_strict_mode: '1',
  sync_binlog: '1',
  innodb_flush_log_at_trx_commit: '1',
}
const MAX_NET_TIMEOUT_SECONDS = 10

/** The settings of a server on which a promotion relies; red ones would lose data or block it. */
export async function checkPrerequisites(
  access: ClusterAccess,
  node: string,
  context: ActionContext,
): Promise<readonly PreflightCheck[]> {
  const settings = { key: `settings-${node}`, title: `${node} is set up to lead` }
  try {
    return await withMariadb(access.cluster, node, context, async (server) => [
      judgeVariables(settings, (await server.rows(VARIABLES))[0] ?? {}),
      await checkPrivileges(server, access),
      await checkConfiguration(access, node, context),
    ])
  } catch (error) {
    return [unknown(settings, reasonOf(error))]
  }
}

function judgeVariables(check: { readonly key: string; readonly title: string }, row: Row): PreflightCheck {
  const evidence = Object.entries(row).map(([label, value]) => ({ label, value: value ?? '' }))
  const wrong = Object.entries(REQUIRED).filter(([name, value]) => row[name] !== value)
  if (wrong.length > 0) {
    return failed(
      check,
      `set otherwise than needed: ${wrong.map(([name, value]) => `${name} ≠ ${value}`).join(', ')}`,
      evidence,
    )
  }
  if (Number(row.slave_net_timeout) > MAX_NET_TIMEOUT_SECONDS) {
    return warned(check, `notices a silent primary only after ${row.slave_net_timeout} s`, evidence)
  }
  return passed(check, 'all that a promotion relies on is set', evidence)
}

/** An application account that may write to a read-only server goes through every fence. */
async function checkPrivileges(server: MariadbServer, { cluster }: ClusterAccess): Promise<PreflightCheck> {
  const check = {
    key: `privileges-${server.node}`,
    title: `Nobody but operators may write to ${server.node} when it is read only`,
  }
  const rows = await server.rows(`SELECT USER AS user, HOST AS host FROM mysql.global_priv
    WHERE JSON_VALUE(Priv, '$.access') & (1 << 34) ORDER BY USER`)
  const accounts = rows.map(({ user, host }) => `${user}@${host}`)
  const evidence = [{ label: 'READ_ONLY ADMIN', value: accounts.join(', ') || 'nobody' }]
  const others = rows.filter(({ user }) => user !== cluster.user)
  if (others.length === 0) return passed(check, 'only the operator account', evidence)
  return warned(
    check,
    `${others.length} other accounts pass a fence by SQL: ${others.map(({ user }) => user).join(', ')}`,
    evidence,
  )
}

/** A server that is restarted must come up closed; only its own configuration can see to that. */
async function checkConfiguration(
  { hosts }: ClusterAccess,
  node: string,
  context: ActionContext,
): Promise<PreflightCheck> {
  const check = { key: `restarts-closed-${node}`, title: `${node} comes up read only when it is restarted` }
  try {
    const { output } = await runHostCommand(
      hosts,
      { node, command: 'mariadb-configuration', timeoutMs: 5_000 },
      context,
    )
    const line = output.split('\n').find((each) => /^read_only\b/.test(each)) ?? 'read_only is not set'
    const evidence = [{ label: 'Configuration', value: line }]
    return /=\s*(1|on)\s*$/i.test(line) ? passed(check, line, evidence) : failed(check, line, evidence)
  } catch (error) {
    return unknown(check, reasonOf(error))
  }
}
