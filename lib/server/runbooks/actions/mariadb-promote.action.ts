import { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'
import { type ActionContext, defineAction, type RecoveryPoint } from '@/lib/core/runbooks/action-definition'
import type { Ranking } from '@/lib/core/runbooks/mariadb/candidate-ranking'
import { recoveryPointOf } from '@/lib/core/runbooks/mariadb/recovery-point'
import { type PlacedServer, sourceOf } from '@/lib/core/runbooks/mariadb/who-leads'
import { withMariadb } from '@/lib/server/connectors/mariadb/server'
import { askServer, askServers, placed, type ServerAnswer, writableNodes } from '../mariadb/ask-servers'
import { countUnreceived } from '../mariadb/errant-transactions'
import { checkFence } from '../mariadb/fence-check'
import { findFence } from '../mariadb/fence-record'
import { heartbeatSchema, lastComplete } from '../mariadb/last-complete'
import { openPrimary } from '../mariadb/open-primary'
import { catchUp, rank, settleReplicas, untilApplied } from '../mariadb/prepare-candidate'
import { checkPrerequisites } from '../mariadb/prerequisites'
import {
  type ClusterAccess,
  clusterFields,
  nodeReferenceSchema,
  openCluster,
  promotionOrder,
  resolveNode,
} from '../mariadb/settings'
import { failed, passed } from '../preflight-check'
import { recallRestored } from './backup-restore.action'

const settings = z.strictObject({
  ...clusterFields,
  from: nodeReferenceSchema.meta({ description: 'The old primary, fenced before.' }),
  candidate: nodeReferenceSchema
    .optional()
    .meta({ description: 'Who is wanted; by default who is preferred.' }),
  waitSeconds: z
    .number()
    .min(1)
    .max(600)
    .default(20)
    .meta({ description: 'For what is received and not yet applied.' }),
  heartbeat: heartbeatSchema.optional().meta({
    description: 'Table and column into which the application writes the time: it bounds the loss.',
  }),
})
type PromoteSettings = z.infer<typeof settings>

const CHOSEN = 'mariadb-promoted'
const chosenSchema = z.object({ node: z.string(), received: z.string(), catchUpFrom: z.string().nullable() })

export const mariadbPromoteAction = defineAction<PromoteSettings>({
  kind: 'mariadb-promote',
  title: 'Promote a MariaDB replica to primary',
  settings,
  isDestructive: true,
  async describe(wanted, context) {
    const plan = await planOf(wanted, context)
    const ranking = await rank(plan.access.cluster, plan, context)
    const facts = ranking.candidates.map((each) => ({
      label: each.node === ranking.chosen ? `${each.node} (chosen)` : each.node,
      value: `${each.reasons.join('; ')}${each.received ? ` · received ${each.received}` : ''}`,
    }))
    return {
      summary: ranking.chosen
        ? `Makes ${ranking.chosen} the primary instead of ${plan.from}`
        : `Can promote nobody: ${ranking.reason}`,
      commands: ranking.chosen ? commandsOf(ranking, plan.nodes) : [],
      facts,
      recoveryPoint: await recoveryPoint(plan, ranking, context),
    }
  },
  async preflight(wanted, context) {
    const { access, from, ...plan } = await planOf(wanted, context)
    // Asked all at once: writers wait while this is looked at.
    const [fenced, ranking, promoted] = await Promise.all([
      checkFence(access, from, context),
      rank(access.cluster, plan, context),
      alreadyPromoted(access, context),
    ])
    const fit = { key: 'candidate-fit', title: 'A replica is fit to lead' }
    const evidence = ranking.candidates.map(({ node, reasons }) => ({
      label: node,
      value: reasons.join('; '),
    }))
    const chosen = promoted ?? ranking.chosen
    const [answers, prerequisites] = await Promise.all([
      askServers(access.cluster, Object.keys(access.cluster.servers), context),
      chosen ? checkPrerequisites(access, chosen, context) : [],
    ])
    return [
      fenced,
      chosen
        ? passed(fit, promoted ? `${promoted} leads already` : `${chosen} is fit to lead`, evidence)
        : failed(fit, ranking.reason, evidence),
      ...(chosen && !promoted ? [checkSource({ from, chosen }, placed(answers, access.cluster))] : []),
      checkOnlyOne(answers, { from, chosen }, context),
      ...prerequisites,
    ]
  },
  async execute(wanted, context) {
    const { access, from, ...plan } = await planOf(wanted, context)
    const { cluster } = access
    await assertFenced(access, from, context)
    const known = await chosenBefore(context)
    const done = known ? await askServer(cluster, known.node, context) : undefined
    if (known && done?.state && !done.state.isReadOnly && !done.state.replication) {
      return { changed: false, summary: `${known.node} leads already`, evidence: [] }
    }
    // Crashed past the point of no return: it replicates from nowhere and was not opened yet.
    const isReset = known !== undefined && done?.state?.replication === null
    const chosen = isReset
      ? known
      : await prepare(access, { ...plan, waitSeconds: wanted.waitSeconds }, context)
    const followers = plan.nodes.filter((node) => node !== chosen.node)
    const state = await openPrimary(
      { cluster, node: chosen.node, followers, assertFenced: () => assertFenced(access, from, context) },
      context,
    )
    return {
      changed: true,
      summary: `${chosen.node} is the primary`,
      evidence: [
        { label: 'Received and applied', value: chosen.received || 'nothing' },
        { label: 'Position', value: state.written },
        {
          label: 'Semi-sync',
          value: state.isSemiSyncPrimary
            ? `${state.semiSyncReplicas} replicas acknowledge`
            : 'off: nobody acknowledges',
        },
      ],
    }
  },
  async verify(wanted, context) {
    const { access, from } = await planOf(wanted, context)
    const check = { key: 'leads', title: 'The promoted server takes writes and follows nobody' }
    const known = await chosenBefore(context)
    if (!known) return [failed(check, 'nobody was promoted in this run')]
    const answers = await askServers(access.cluster, Object.keys(access.cluster.servers), context)
    const state = answers.find(({ node }) => node === known.node)?.state ?? null
    const leads = state !== null && !state.isReadOnly && state.replication === null
    const evidence = [{ label: known.node, value: state ? `at ${state.written}` : 'silent' }]
    return [
      leads
        ? passed(check, `${known.node} takes writes`, evidence)
        : failed(check, `${known.node} does not lead`, evidence),
      checkOnlyOne(answers, { from, chosen: known.node }, context),
    ]
  },
})

interface Plan {
  readonly access: ClusterAccess
  readonly from: string
  /** Servers that may be asked and promoted: all but the old primary. */
  readonly nodes: readonly string[]
  readonly preference: readonly string[]
  readonly heartbeat: PromoteSettings['heartbeat']
}

async function planOf(wanted: PromoteSettings, context: ActionContext): Promise<Plan> {
  const access = await openCluster(wanted, context)
  const from = resolveNode(wanted.from, context)
  const candidate = wanted.candidate === undefined ? undefined : resolveNode(wanted.candidate, context)
  const order = promotionOrder(access.cluster, candidate).filter((node) => node !== from)
  return { access, from, nodes: order, preference: order, heartbeat: wanted.heartbeat }
}

async function chosenBefore(context: ActionContext) {
  return chosenSchema.optional().parse((await context.recall(CHOSEN)) ?? undefined)
}

async function alreadyPromoted(access: ClusterAccess, context: ActionContext): Promise<string | undefined> {
  const known = await chosenBefore(context)
  if (!known) return undefined
  const { state } = await askServer(access.cluster, known.node, context)
  return state?.replication === null ? known.node : undefined
}

/** Everything that can be undone: nothing here makes a server writable. */
async function prepare(
  { cluster }: ClusterAccess,
  plan: Pick<Plan, 'nodes' | 'preference'> & { readonly waitSeconds: number },
  context: ActionContext,
) {
  await context.assertHeld()
  await settleReplicas(cluster, plan.nodes, context)
  const ranking = await rank(cluster, plan, context)
  if (ranking.chosen === null) throw new AppError('conflict', ranking.reason)
  const node = ranking.chosen
  if (ranking.catchUpFrom) {
    await catchUp(
      cluster,
      { chosen: node, ahead: ranking.catchUpFrom, waitSeconds: plan.waitSeconds },
      context,
    )
  }
  const ahead = ranking.candidates.find((each) => each.node === (ranking.catchUpFrom ?? node))
  const received = ahead?.received ?? ''
  await withMariadb(cluster, node, context, (server) =>
    untilApplied(server, received, { waitSeconds: plan.waitSeconds, signal: context.signal }),
  )
  const chosen = { node, received, catchUpFrom: ranking.catchUpFrom }
  await context.remember(CHOSEN, chosen)
  return chosen
}

async function assertFenced(access: ClusterAccess, from: string, context: ActionContext): Promise<void> {
  const check = await checkFence(access, from, context)
  if (check.outcome === 'failed' || check.outcome === 'unknown') {
    throw new AppError('conflict', `${from} is not fenced: ${check.reason}`)
  }
}

/** The fence holds for one server; a replica of another would be opened beside a primary that nobody has fenced. */
function checkSource(
  { from, chosen }: { readonly from: string; readonly chosen: string },
  servers: readonly PlacedServer[],
) {
  const check = { key: 'follows-fenced', title: `What ${chosen} has comes from ${from}` }
  const source = sourceOf(chosen, servers)
  return source === from
    ? passed(check, `it follows ${from}`)
    : failed(check, `it follows ${source}, so ${source} led, and only ${from} is fenced`)
}

function checkOnlyOne(
  answers: readonly ServerAnswer[],
  { from, chosen }: { readonly from: string; readonly chosen: string | null },
  context: ActionContext,
) {
  const check = { key: 'one-writable', title: 'No other server takes writes' }
  const others = answers.filter(({ node }) => node !== chosen)
  const writable = writableNodes(others).filter(
    // Before the run acts, the old primary may still lead: its fence is a check of its own.
    (node) => !(node === from && context.run.mode === 'rehearsal'),
  )
  return writable.length === 0
    ? passed(check, 'no other one')
    : failed(check, `${writable.join(', ')} takes writes`)
}

function commandsOf(ranking: Ranking, nodes: readonly string[]): readonly string[] {
  const chosen = ranking.chosen ?? '?'
  const received = ranking.candidates.find(({ node }) => node === (ranking.catchUpFrom ?? chosen))?.received
  return [
    ...nodes.map((node) => `${node}: STOP SLAVE IO_THREAD`),
    ...(ranking.catchUpFrom
      ? [
          `${chosen}: CHANGE MASTER TO ${ranking.catchUpFrom}; START SLAVE UNTIL master_gtid_pos='${received}'`,
        ]
      : []),
    `${chosen}: MASTER_GTID_WAIT('${received}'), and its history must contain it`,
    `${chosen}: STOP SLAVE; RESET SLAVE ALL; SET GLOBAL rpl_semi_sync_master_enabled=1`,
    ...nodes
      .filter((node) => node !== chosen)
      .map((node) => `${node}: CHANGE MASTER TO ${chosen}; START SLAVE`),
    `${chosen}: SET GLOBAL read_only=0`,
  ]
}

async function recoveryPoint(plan: Plan, ranking: Ranking, context: ActionContext): Promise<RecoveryPoint> {
  const asked = { cluster: plan.access.cluster, heartbeat: plan.heartbeat }
  const fence = await findFence(plan.from, context)
  const furthest = ranking.catchUpFrom ?? ranking.chosen
  const received = ranking.candidates.find(({ node }) => node === furthest)?.received ?? ''
  const isStopped = fence?.way === 'host'
  const unreceived = isStopped
    ? await countUnreceived(plan.access, { node: plan.from, received }, context)
    : null
  const restored = await recallRestored(context)
  return recoveryPointOf({
    primary: plan.from,
    restored: restored?.recoveryPoint ?? null,
    end: fence?.end ?? null,
    unreceived,
    received,
    window: {
      replica: furthest,
      seen: furthest && !restored ? await lastComplete(furthest, asked, context) : null,
      closedAtMs: fence?.way ? fence.atMs : null,
    },
  })
}
