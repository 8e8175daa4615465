import type { ActionContext, PreflightCheck } from '@/lib/core/runbooks/action-definition'
import { judgeFence } from '@/lib/core/runbooks/mariadb/fence-proof'
import { clockTime } from '@/lib/core/runbooks/step-commands'
import { runHostCommand } from '@/lib/server/connectors/ssh/run-command'
import { failed, passed, warned } from '../preflight-check'
import { askServer, reasonOf } from './ask-servers'
import { type FenceRecord, findFence } from './fence-record'
import { refusesConnections } from './fence-server'
import type { ClusterAccess } from './settings'

/** The host looks at its processes, and nothing else. */
const STATE_MS = 5_000

const check = { key: 'old-primary-fenced', title: 'The old primary takes no writes, with proof' }

/**
 * Looks again, whatever was recorded: a server that comes back writable is fenced no longer. Without a record it
 * has not been fenced in this run; a rehearsal fences nothing, so there it is only told.
 */
export async function checkFence(
  access: ClusterAccess,
  node: string,
  context: ActionContext,
): Promise<PreflightCheck> {
  const answer = await askServer(access.cluster, node, context)
  if (answer.state && !answer.state.isReadOnly) {
    if (context.run.mode === 'rehearsal')
      return warned(check, `${node} takes writes; the run fences it first`)
    return failed(check, `${node} answers and takes writes`)
  }
  const record = await findFence(node, context)
  if (record) return judgeRecord(access, record, context)
  if (context.run.mode === 'rehearsal') return warned(check, `${node} is fenced by the step before`)
  return failed(check, `${node} has not been fenced in this run`)
}

async function judgeRecord(
  access: ClusterAccess,
  record: FenceRecord,
  context: ActionContext,
): Promise<PreflightCheck> {
  if (record.way === null) {
    return warned(check, `${record.node} goes on UNFENCED: ${record.reason}`)
  }
  const { isProven, reason } = await proofNow(access, record, context)
  return isProven
    ? passed(check, reason, [
        { label: 'Fenced', value: `${record.reason} (${new Date(record.atMs).toISOString()})` },
      ])
    : failed(check, reason)
}

/** What still holds of the proof, by the way in which it was given. Changes nothing. */
async function proofNow(access: ClusterAccess, record: FenceRecord, context: ActionContext) {
  const { cluster, hosts } = access
  if (record.way === 'sql') {
    const { state, ...silent } = await askServer(cluster, record.node, context)
    // Its configuration says read only too, so a restart keeps it.
    if (!state)
      return {
        isProven: true,
        reason: `${record.reason}; since then silent: ${'reason' in silent ? silent.reason : ''}`,
      }
    return {
      isProven: state.isReadOnly,
      reason: state.isReadOnly ? 'it is read only' : 'it takes writes again',
    }
  }
  if (record.way === 'host') {
    const address = cluster.servers[record.node]
    const isPortClosed = address !== undefined && (await refusesConnections(address, context.signal))
    const isStopped = await hostSays(access, record.node, context).catch((error: unknown) => reasonOf(error))
    if (typeof isStopped === 'string') return { isProven: false, reason: hostGone(record, isStopped) }
    return judgeFence([{ way: 'host', seen: { isStopped, isPortClosed }, reason: '' }])
  }
  const server = `${cluster.servers[record.node]?.host}:${cluster.servers[record.node]?.port}`
  const seen = await Promise.all(
    record.application.map(async (node) => {
      try {
        const { output, code } = await runHostCommand(hosts, { node, command: 'read-database' }, context)
        return { node, isCutOff: code === 0 && output !== server, reason: `points at ${output}` }
      } catch (error) {
        return { node, isCutOff: false, reason: reasonOf(error) }
      }
    }),
  )
  return judgeFence([{ way: 'network', seen, reason: '' }])
}

/** Its word of then is no proof of now: a host that was only cut off may have started the server again. */
function hostGone({ node, atMs }: FenceRecord, silence: string): string {
  return (
    `the host of ${node} said at ${clockTime(atMs)} that the server is stopped, and cannot be asked any more ` +
    `(${silence}), so nobody knows whether it still is. When the host answers again, this goes on. Where it does ` +
    'not come back, abort this run and start it anew: its fence then cuts the application off by the network'
  )
}

/** Asked once more when there is no answer: silence is neither yes nor no, and a promotion waits for it. */
async function hostSays({ hosts }: ClusterAccess, node: string, context: ActionContext): Promise<boolean> {
  const ask = () => runHostCommand(hosts, { node, command: 'mariadb-state', timeoutMs: STATE_MS }, context)
  const answer = await ask().catch(ask)
  return answer.code === 0 && answer.output === 'stopped'
}
