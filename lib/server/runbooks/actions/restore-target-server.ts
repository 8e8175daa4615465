import { AppError } from '@/lib/core/errors/app-error'
import type { ActionContext, PreflightCheck } from '@/lib/core/runbooks/action-definition'
import { openClientTools } from '@/lib/server/backups/client-tools'
import { type MariadbServer, withMariadb } from '@/lib/server/connectors/mariadb/server'
import { type MariadbState, readState } from '@/lib/server/connectors/mariadb/state'
import type { RestoreTarget } from '@/lib/server/connectors/restore-target.connector'

/** Work on the target as the account that restores. */
export function withTarget<T>(
  target: RestoreTarget,
  context: ActionContext,
  work: (server: MariadbServer) => Promise<T>,
): Promise<T> {
  const { node, host, port, user, password, caFile } = target
  const cluster = {
    ...{ user, password, caFile, replication: { user, password } },
    servers: { [node]: { host, port, promotion: 'never' as const } },
  }
  return withMariadb(cluster, node, context, work)
}

/** A server that takes writes is somebody's primary: to restore into it would destroy the only copy. */
export async function checkTarget(
  target: RestoreTarget,
  context: ActionContext,
): Promise<readonly PreflightCheck[]> {
  const base = { key: 'target-closed', title: `${target.node} takes no writes and may be emptied` }
  try {
    const state = await withTarget(target, context, readState)
    return [
      { ...base, ...judgeTarget(state, context), evidence: evidenceOf(state) },
      await checkTools(target, context),
    ]
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return [{ ...base, outcome: 'unknown', reason: error.message, evidence: [] }]
  }
}

function judgeTarget(
  state: MariadbState,
  { run }: ActionContext,
): Pick<PreflightCheck, 'outcome' | 'reason'> {
  if (!state.isReadOnly) return { outcome: 'failed', reason: 'it takes writes: it is somebody’s primary' }
  const { replication } = state
  if (replication?.ioThread === 'Yes' && replication.sqlThread === 'Yes') {
    return {
      outcome: run.mode === 'rehearsal' ? 'warning' : 'failed',
      reason: `it replicates from ${replication.host}: it has newer data than any backup`,
    }
  }
  if (replication?.sqlThread === 'Yes') {
    return {
      outcome: 'warning',
      reason: 'it is a replica that lost its primary: to promote it may lose less',
    }
  }
  return { outcome: 'passed', reason: 'read-only, and nobody replicates into it' }
}

function evidenceOf({ written, replication, isReadOnly }: MariadbState) {
  return [
    { label: 'read_only', value: isReadOnly ? '1' : '0' },
    { label: 'gtid_binlog_pos', value: written === '' ? 'empty' : written },
    {
      label: 'Replication',
      value: replication ? `IO ${replication.ioThread}, SQL ${replication.sqlThread}` : 'none',
    },
  ]
}

async function checkTools(target: RestoreTarget, context: ActionContext): Promise<PreflightCheck> {
  const base = { key: 'tools', title: 'the client programs run on the worker' }
  const tools = await openClientTools(target, context, 'preflight')
  try {
    const version = await tools.version()
    return { ...base, outcome: 'passed', reason: 'they do', evidence: [{ label: 'Version', value: version }] }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { ...base, outcome: 'failed', reason: error.message, evidence: [] }
  } finally {
    await tools.close()
  }
}
