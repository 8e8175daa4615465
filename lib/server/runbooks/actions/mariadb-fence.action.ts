import { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'
import { slugSchema } from '@/lib/core/inventory/slug'
import { type ActionContext, defineAction, type PreflightCheck } from '@/lib/core/runbooks/action-definition'
import { rankCandidates } from '@/lib/core/runbooks/mariadb/candidate-ranking'
import { type FenceAttempt, fenceWays, judgeFence } from '@/lib/core/runbooks/mariadb/fence-proof'
import { failedChoices } from '@/lib/core/runbooks/mariadb/who-leads'
import { parameterNamed } from '@/lib/core/runbooks/run-parameters'
import { runHostCommand } from '@/lib/server/connectors/ssh/run-command'
import { askOnce, knownSilence } from '../mariadb/ask-once'
import { asked, askServers, placed, reasonOf } from '../mariadb/ask-servers'
import { checkFence } from '../mariadb/fence-check'
import { findFence, recordFence } from '../mariadb/fence-record'
import { fenceByHost, fenceByNetwork, fenceBySql } from '../mariadb/fence-server'
import { reopenServer } from '../mariadb/reopen-server'
import {
  type ClusterAccess,
  clusterFields,
  nodeReferenceSchema,
  openCluster,
  promotionOrder,
  resolveNode,
} from '../mariadb/settings'
import { failed, passed, unknown, warned } from '../preflight-check'

const settings = z.strictObject({
  ...clusterFields,
  server: nodeReferenceSchema.meta({ description: 'The primary that must take no more writes.' }),
  ways: z
    .array(z.enum(fenceWays))
    .min(1)
    .default([...fenceWays]),
  application: z
    .array(slugSchema)
    .default([])
    .meta({ description: 'Hosts cut off, where the server cannot be reached.' }),
  /** The parameter of the run whose value `break-glass` lets it go on without proof. */
  breakGlass: slugSchema.default('fencing'),
})
type FenceSettings = z.infer<typeof settings>

export const mariadbFenceAction = defineAction<FenceSettings>({
  kind: 'mariadb-fence',
  title: 'Fence a MariaDB primary, with proof',
  settings,
  isDestructive: true,
  async describe(wanted, context) {
    const access = await openCluster(wanted, context)
    const node = resolveNode(wanted.server, context)
    const { state, ...silent } = await askOnce(access.cluster, node, context)
    const now = state
      ? `${state.isReadOnly ? 'read only' : 'takes writes'}, at ${state.written || 'nothing'}`
      : 'reason' in silent
        ? silent.reason
        : 'silent'
    return {
      summary: `Keeps ${node} from taking any more writes, and proves it`,
      commands: commandsOf(wanted, node),
      facts: [
        { label: node, value: now },
        {
          label: 'Without proof',
          value: mayBreakGlass(wanted, context) ? 'goes on, recorded as UNFENCED' : 'stops',
        },
      ],
    }
  },
  async choices(wanted, context) {
    const name = parameterNamed(wanted.server)
    if (name === undefined) return {}
    const { cluster } = await openCluster(wanted, context)
    const answers = await askServers(cluster, Object.keys(cluster.servers), context)
    return { [name]: failedChoices(placed(answers, cluster)) }
  },
  async preflight(wanted, context) {
    const access = await openCluster(wanted, context)
    const node = resolveNode(wanted.server, context)
    return Promise.all([
      checkNoReplica(access, node, context),
      checkSuccessor(access, node, context),
      checkWays(access, wanted, context),
    ])
  },
  async execute(wanted, context) {
    const access = await openCluster(wanted, context)
    const node = resolveNode(wanted.server, context)
    const attempts: FenceAttempt[] = []
    for (const way of wanted.ways) {
      attempts.push(await fenceBy[way](access, { node, application: wanted.application }, context))
      if (judgeFence(attempts).isProven) break
    }
    const verdict = judgeFence(attempts)
    const isBroken = !verdict.isProven && mayBreakGlass(wanted, context)
    if (!verdict.isProven && !isBroken)
      throw new AppError('conflict', `${node} is not fenced: ${verdict.reason}`)
    await recordFence(
      {
        node,
        way: verdict.way,
        reason: verdict.reason,
        end: verdict.way === 'sql' ? endOf(attempts) : null,
        atMs: context.nowMs(),
        application: [...wanted.application],
      },
      context,
    )
    const summary = isBroken
      ? `${node} is UNFENCED: the glass was broken`
      : `${node} is fenced: ${verdict.reason}`
    return { changed: true, summary, evidence: verdict.evidence }
  },
  async verify(wanted, context) {
    const access = await openCluster(wanted, context)
    return [await checkFence(access, resolveNode(wanted.server, context), context)]
  },
  /** Only while nobody else leads: the way back of a promotion is to rejoin. */
  async undo(wanted, context) {
    const access = await openCluster(wanted, context)
    const node = resolveNode(wanted.server, context)
    await refuseIfPromotionBegan(access, node, context)
    const { state, isChanged } = await reopenServer(access, node, context)
    const record = await findFence(node, context)
    const detached = record?.way === 'network' ? record.application : []
    await pointAt(access, { node, application: detached }, context)
    const evidence = [{ label: node, value: `takes writes, at ${state.written}` }]
    return { changed: isChanged || detached.length > 0, summary: `${node} takes writes again`, evidence }
  },
})

const fenceBy = {
  async sql(access: ClusterAccess, { node }: Fenced, context: ActionContext): Promise<FenceAttempt> {
    const reason = await knownSilence(node, context)
    return reason === undefined ? fenceBySql(access, node, context) : { way: 'sql', seen: null, reason }
  },
  host: (access: ClusterAccess, { node }: Fenced, context: ActionContext) =>
    fenceByHost(access, node, context),
  network: fenceByNetwork,
}

/** Within its run the promotion is tried again; once the run has ended another lets the replicas follow anew. */
async function refuseIfPromotionBegan(
  { cluster }: ClusterAccess,
  node: string,
  context: ActionContext,
): Promise<void> {
  const others = Object.keys(cluster.servers).filter((each) => each !== node)
  const answers = await askServers(cluster, others, context)
  const begun = answers.find(({ state }) => state?.isReadOnly && state.replication === null)
  if (!begun) return
  const why = `${begun.node} follows nobody any more, for its promotion was begun`
  throw new AppError('conflict', `${why}: try that again, or abort the run and take its way back`)
}

/** The hosts of the application that were cut off have their database where it was before. */
async function pointAt(
  { cluster, hosts }: ClusterAccess,
  { node, application }: Fenced,
  context: ActionContext,
): Promise<void> {
  const address = cluster.servers[node]
  for (const host of application) {
    const values = { host: address?.host ?? '', port: String(address?.port ?? '') }
    const wanted = { node: host, command: 'set-database', values }
    const { code, complaint } = await runHostCommand(hosts, wanted, context)
    if (code !== 0) throw new AppError('unavailable', `${host} does not point at ${node} again: ${complaint}`)
  }
}

interface Fenced {
  readonly node: string
  readonly application: readonly string[]
}

function endOf(attempts: readonly FenceAttempt[]): string | null {
  const bySql = attempts.find((attempt) => attempt.way === 'sql')
  return bySql?.seen?.positions[1] ?? null
}

function mayBreakGlass(wanted: FenceSettings, context: ActionContext): boolean {
  return context.run.parameters[wanted.breakGlass] === 'break-glass'
}

function commandsOf(wanted: FenceSettings, node: string): readonly string[] {
  const byWay = {
    sql: [
      `${node}: SET SESSION lock_wait_timeout=1; SET GLOBAL read_only=1`,
      `${node}: KILL CONNECTION of every writer; FLUSH BINARY LOGS; @@gtid_binlog_pos read twice`,
    ],
    host: [`ssh ${node} mariadb-stop; its port must refuse`],
    network: wanted.application.map((host) => `ssh ${host} app-detach-database`),
  }
  return wanted.ways.flatMap((way, index) => byWay[way].map((line) => (index === 0 ? line : `or ${line}`)))
}

/** To fence a replica proves nothing of the server that leads, and takes one away that could. */
async function checkNoReplica(
  { cluster }: ClusterAccess,
  node: string,
  context: ActionContext,
): Promise<PreflightCheck> {
  const check = { key: 'no-replica', title: `${node} is no replica` }
  const answer = await askOnce(cluster, node, context)
  const [server] = placed([answer], cluster)
  if (!server?.answer) return passed(check, `${node} does not answer: who led is told by its replicas`)
  const { follows, isReadOnly } = server.answer
  if (follows === null) return passed(check, `${node} follows nobody`)
  return isReadOnly
    ? failed(check, `${node} follows ${follows}: fence the one that led`)
    : warned(check, `${node} follows ${follows}, and takes writes all the same`)
}

/** Fencing with nobody to take over only makes the outage certain. */
async function checkSuccessor(
  access: ClusterAccess,
  node: string,
  context: ActionContext,
): Promise<PreflightCheck> {
  const check = { key: 'successor-fit', title: 'Another server is fit to lead' }
  const others = Object.keys(access.cluster.servers).filter((each) => each !== node)
  const answers = await askServers(access.cluster, others, context)
  // Silence within no time says nothing of the servers.
  if (context.signal.aborted) return unknown(check, 'there was no time left to look')
  const ranking = rankCandidates(answers.map(asked), promotionOrder(access.cluster, undefined))
  const evidence = ranking.candidates.map((each) => ({ label: each.node, value: each.reasons.join('; ') }))
  return ranking.chosen
    ? passed(check, `${ranking.chosen} is fit to lead`, evidence)
    : failed(check, ranking.reason, evidence)
}

async function checkWays(
  access: ClusterAccess,
  wanted: FenceSettings,
  context: ActionContext,
): Promise<PreflightCheck> {
  const check = { key: 'fence-ways', title: 'There is a way to fence it that gives proof' }
  const node = resolveNode(wanted.server, context)
  const ways = await Promise.all(
    wanted.ways.map(async (way) => ({
      way,
      reason: await obstacleTo(way, access, { node, wanted, context }),
    })),
  )
  const open = ways.filter(({ reason }) => reason === null)
  const evidence = ways.map(({ way, reason }) => ({ label: way, value: reason ?? 'open' }))
  if (open.length > 0) return passed(check, `by ${open.map(({ way }) => way).join(', ')}`, evidence)
  if (mayBreakGlass(wanted, context))
    return warned(check, 'no way is open; the glass will be broken', evidence)
  return failed(check, 'no way is open', evidence)
}

interface Obstacle {
  readonly node: string
  readonly wanted: FenceSettings
  readonly context: ActionContext
}

/** Why a way cannot be gone now; null when it can. */
async function obstacleTo(
  way: (typeof fenceWays)[number],
  access: ClusterAccess,
  { node, wanted, context }: Obstacle,
) {
  if (way === 'sql') {
    const answer = await askOnce(access.cluster, node, context)
    return answer.state === null ? answer.reason : null
  }
  const hosts = way === 'host' ? [node] : wanted.application
  const command = way === 'host' ? 'mariadb-state' : 'read-database'
  if (hosts.length === 0) return 'no host of the application is named'
  const asking = hosts.map((host) =>
    runHostCommand(access.hosts, { node: host, command, timeoutMs: 5_000 }, context),
  )
  const silent = (await Promise.allSettled(asking)).find((outcome) => outcome.status === 'rejected')
  return silent ? reasonOf(silent.reason) : null
}
