import { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'
import { type ActionContext, defineCheck } from '@/lib/core/runbooks/action-definition'
import { leadOf, refusalAsFailed } from '@/lib/core/runbooks/mariadb/who-leads'
import { withMariadb } from '@/lib/server/connectors/mariadb/server'
import { readState } from '@/lib/server/connectors/mariadb/state'
import type { MariadbCluster } from '@/lib/server/connectors/mariadb.connector'
import { askServer, askServers, placed, reasonOf } from '../mariadb/ask-servers'
import { clusterFields, nodeReferenceSchema, openCluster, resolveNode } from '../mariadb/settings'
import { pause } from '../pause'
import { failed, passed, unknown } from '../preflight-check'

const settings = z.strictObject({
  ...clusterFields,
  server: nodeReferenceSchema,
  attempts: z.int().min(1).max(10).default(3),
  /** A living primary sends a heartbeat each second; two looks this far apart see one. */
  lookMs: z.int().min(500).max(10_000).default(1_500),
})

/**
 * A primary is down when we cannot use it and its replicas receive nothing from it any more. Their lag proves
 * nothing: a hung primary leaves it at zero.
 */
export const mariadbPrimaryDownCheck = defineCheck<z.infer<typeof settings>>({
  kind: 'mariadb-primary-down',
  title: 'A MariaDB primary is down, by our own look and by its replicas',
  settings,
  async check(wanted, context) {
    const { cluster } = await openCluster(wanted, context)
    const node = resolveNode(wanted.server, context)
    // One that nobody declares does not answer either, and is no dead primary.
    if (cluster.servers[node] === undefined)
      throw new AppError('bad-input', `the connector declares no server ${node}`)
    return Promise.all([
      lookAtLead(cluster, node, context),
      lookAtPrimary(cluster, node, { ...wanted, context }),
      lookAtReplicas(cluster, { node, lookMs: wanted.lookMs }, context),
    ])
  },
})

/** A replica takes no writes and feeds nobody either, in the best of health. */
async function lookAtLead(cluster: MariadbCluster, node: string, context: ActionContext) {
  const check = { key: 'primary-led', title: `${node} is the one that led` }
  const servers = placed(await askServers(cluster, Object.keys(cluster.servers), context), cluster)
  const refusal = refusalAsFailed(node, servers)
  if (refusal !== null) return failed(check, refusal)
  const lead = leadOf(servers)
  return lead.state === 'led'
    ? passed(check, `${lead.followers.join(' and ')} followed it`)
    : passed(check, 'no other server is known to lead')
}

async function lookAtPrimary(
  cluster: MariadbCluster,
  node: string,
  { attempts, context }: { readonly attempts: number; readonly context: ActionContext },
) {
  const check = { key: 'primary-silent', title: `${node} does not take writes for us` }
  const reasons: string[] = []
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const answer = await askServer(cluster, node, context)
    if (answer.state && !answer.state.isReadOnly) return failed(check, `${node} answers and takes writes`)
    reasons.push(answer.state ? 'it is read only' : answer.reason)
    if (attempt < attempts) await pause(200, context.signal)
  }
  return passed(
    check,
    `${attempts} times: ${reasons.at(-1)}`,
    reasons.map((value, index) => ({ label: `Look ${index + 1}`, value })),
  )
}

async function lookAtReplicas(
  cluster: MariadbCluster,
  { node, lookMs }: { readonly node: string; readonly lookMs: number },
  context: ActionContext,
) {
  const check = { key: 'replicas-starve', title: `Nobody receives anything from ${node}` }
  const others = Object.keys(cluster.servers).filter((each) => each !== node)
  const source = cluster.servers[node]
  const looks = await Promise.all(
    others.map(async (replica) => {
      try {
        const [before, after] = await withMariadb(cluster, replica, context, async (server) => {
          const first = await received(server)
          await pause(lookMs, context.signal)
          return [first, await received(server)] as const
        })
        if (after.host !== source?.host)
          return { replica, receives: false, words: `follows ${after.host ?? 'nobody'}` }
        const receives = before.mark !== after.mark
        return { replica, receives, words: `${before.mark} → ${after.mark}` }
      } catch (error) {
        return { replica, receives: null, words: reasonOf(error) }
      }
    }),
  )
  const evidence = looks.map(({ replica, words }) => ({ label: replica, value: words }))
  const fed = looks.filter(({ receives }) => receives === true)
  if (fed.length > 0) {
    return failed(
      check,
      `${fed.map(({ replica }) => replica).join(', ')} still receives from ${node}: only we cannot reach it`,
      evidence,
    )
  }
  if (looks.every(({ receives }) => receives === null))
    return unknown(check, 'no replica can be asked', evidence)
  return passed(check, `in ${lookMs} ms no replica received anything`, evidence)
}

async function received(server: Parameters<typeof readState>[0]) {
  const { replication } = await readState(server)
  const [row = {}] = await server.rows("SHOW GLOBAL STATUS LIKE 'Slave_received_heartbeats'")
  return {
    host: replication?.host,
    mark: `${replication?.received || 'nothing'}, ${row.Value ?? '0'} heartbeats`,
  }
}
