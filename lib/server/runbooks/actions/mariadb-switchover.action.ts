import { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'
import { type ActionContext, defineAction } from '@/lib/core/runbooks/action-definition'
import { judgeFence } from '@/lib/core/runbooks/mariadb/fence-proof'
import { parseGtidSet, transactionsAhead } from '@/lib/core/runbooks/mariadb/gtid-set'
import { switchoverChoices } from '@/lib/core/runbooks/mariadb/switchover-choices'
import { parameterNamed } from '@/lib/core/runbooks/run-parameters'
import { withMariadb } from '@/lib/server/connectors/mariadb/server'
import type { MariadbState } from '@/lib/server/connectors/mariadb/state'
import { askServer, askServers, reasonOf } from '../mariadb/ask-servers'
import { fenceBySql } from '../mariadb/fence-server'
import { isFollowing } from '../mariadb/follow-source'
import { getLeader } from '../mariadb/leader'
import { openPrimary } from '../mariadb/open-primary'
import { untilApplied } from '../mariadb/prepare-candidate'
import { checkPrerequisites } from '../mariadb/prerequisites'
import {
  type ClusterAccess,
  clusterFields,
  nodeReferenceSchema,
  openCluster,
  resolveNode,
} from '../mariadb/settings'
import { failed, passed, warned } from '../preflight-check'

const settings = z.strictObject({
  ...clusterFields,
  to: nodeReferenceSchema.meta({ description: 'Who is to lead.' }),
  maxBehind: z
    .int()
    .min(0)
    .default(1_000)
    .meta({ description: 'A replica further behind would keep writers waiting.' }),
  waitSeconds: z
    .number()
    .min(1)
    .max(300)
    .default(10)
    .meta({ description: 'For the last transactions; then it is undone.' }),
})
type SwitchoverSettings = z.infer<typeof settings>

const MEMORY = 'mariadb-switchover'
const memorySchema = z.object({ from: z.string(), to: z.string(), end: z.string() })

export const mariadbSwitchoverAction = defineAction<SwitchoverSettings>({
  kind: 'mariadb-switchover',
  title: 'Hand the lead of MariaDB over, as planned',
  settings,
  isDestructive: true,
  async describe(wanted, context) {
    const { from, to } = await planOf(wanted, context)
    return {
      summary: `Makes ${to} the primary instead of ${from}; writers wait meanwhile, nothing is lost`,
      commands: [
        `${from}: SET SESSION lock_wait_timeout=1; SET GLOBAL read_only=1; KILL writers; FLUSH BINARY LOGS`,
        `${from}: @@gtid_binlog_pos, read twice`,
        `${to}: MASTER_GTID_WAIT, and its history must contain it; else ${from}: SET GLOBAL read_only=0`,
        `${to}: STOP SLAVE; RESET SLAVE ALL; SET GLOBAL read_only=0 (no way back from here)`,
      ],
      facts: [
        { label: 'From', value: from },
        { label: 'To', value: to },
      ],
      recoveryPoint: {
        transactions: 0,
        ageSeconds: 0,
        reason: `${to} opens only with all that ${from} wrote`,
      },
    }
  },
  async choices(wanted, context) {
    const name = parameterNamed(wanted.to)
    if (name === undefined) return {}
    const { cluster } = await openCluster(wanted, context)
    const { leader, answers } = await getLeader(cluster, context)
    const source = answers.find(({ node }) => node === leader)?.state
    const servers = answers.map((answer) => ({
      node: answer.node,
      isFollowing: answer.state !== null && isFollowing(answer.state, { cluster, source: leader }),
      behind: answer.state && source ? behindOf(source, answer.state) : 0,
      promotion: cluster.servers[answer.node]?.promotion ?? 'never',
      silence: answer.state === null ? answer.reason : null,
    }))
    return { [name]: switchoverChoices(leader, servers, wanted.maxBehind) }
  },
  async preflight(wanted, context) {
    const access = await openCluster(wanted, context)
    const to = resolveNode(wanted.to, context)
    const memory = await recallMemory(context)
    const check = { key: 'one-leader', title: 'One server takes writes, and another is to' }
    if (memory) return [passed(check, `under way from ${memory.from}`)]
    const isAhead = context.run.mode === 'rehearsal'
    try {
      const { leader, answers } = await getLeader(access.cluster, context)
      const source = answers.find(({ node }) => node === leader)?.state
      const target = answers.find(({ node }) => node === to)?.state
      if (leader === to) {
        const words = `${to} leads already: there is nothing to hand over`
        return [isAhead ? warned(check, words) : failed(check, words)]
      }
      return [
        passed(check, `${leader} leads`),
        checkTarget({ access, to, leader, source, target }, wanted.maxBehind),
        ...(await checkPrerequisites(access, to, context)),
      ]
    } catch (error) {
      // No disaster brings a leader about: while there is none, nothing can be handed over, and that is told ahead.
      return [failed(check, reasonOf(error))]
    }
  },
  async execute(wanted, context) {
    const { access, from, to } = await planOf(wanted, context)
    if (from === to) return { changed: false, summary: `${to} leads already`, evidence: [] }
    const { state } = await askServer(access.cluster, to, context)
    // Crashed past the point of no return: it replicates from nowhere and was not opened yet.
    const isReset = state?.replication === null && (await recallMemory(context)) !== undefined
    const end = isReset
      ? state.written
      : await closeAndWait(access, { from, to }, wanted.waitSeconds, context)
    const followers = Object.keys(access.cluster.servers).filter((node) => node !== from && node !== to)
    const assertFenced = () => assertClosed(access, from, context)
    const opened = await openPrimary({ cluster: access.cluster, node: to, followers, assertFenced }, context)
    return {
      changed: true,
      summary: `${to} is the primary instead of ${from}`,
      evidence: [
        { label: `${from} ended at`, value: end },
        { label: `${to} begins at`, value: opened.written },
        {
          label: 'Semi-sync',
          value: opened.isSemiSyncPrimary ? `${opened.semiSyncReplicas} replicas acknowledge` : 'off',
        },
      ],
    }
  },
  async verify(wanted, context) {
    const access = await openCluster(wanted, context)
    const to = resolveNode(wanted.to, context)
    const check = { key: 'leads', title: `${to} alone takes writes` }
    try {
      const { leader } = await getLeader(access.cluster, context)
      return [leader === to ? passed(check, to) : failed(check, `${leader} does`)]
    } catch (error) {
      return [failed(check, reasonOf(error))]
    }
  },
  hasPointOfNoReturn: true,
  async undo(wanted, context) {
    const access = await openCluster(wanted, context)
    const memory = await recallMemory(context)
    if (!memory) return { changed: false, summary: 'nothing was closed', evidence: [] }
    await reopen(access, memory, context)
    return { changed: true, summary: `${memory.from} takes writes again`, evidence: [] }
  },
})

async function planOf(wanted: SwitchoverSettings, context: ActionContext) {
  const access = await openCluster(wanted, context)
  const to = resolveNode(wanted.to, context)
  const memory = await recallMemory(context)
  const answers = await askServers(access.cluster, Object.keys(access.cluster.servers), context)
  const isDone = answers.some(
    ({ node, state }) => node === to && state && !state.isReadOnly && !state.replication,
  )
  if (isDone) return { access, from: to, to }
  const from = memory?.from ?? (await getLeader(access.cluster, context)).leader
  return { access, from, to }
}

async function recallMemory(context: ActionContext) {
  return memorySchema.optional().parse((await context.recall(MEMORY)) ?? undefined)
}

interface Target {
  readonly access: ClusterAccess
  readonly to: string
  readonly leader: string
  readonly source: MariadbState | null | undefined
  readonly target: MariadbState | null | undefined
}

function checkTarget({ access, to, leader, source, target }: Target, maxBehind: number) {
  const check = { key: 'target-follows', title: `${to} follows ${leader} closely` }
  if (!source || !target) return failed(check, `${to} cannot be asked`)
  if (!isFollowing(target, { cluster: access.cluster, source: leader }))
    return failed(check, `it does not follow ${leader}`)
  const behind = behindOf(source, target)
  const evidence = [
    { label: leader, value: source.written },
    { label: to, value: target.applied },
  ]
  return behind <= maxBehind
    ? passed(check, `${behind} transactions behind`, evidence)
    : failed(check, `${behind} transactions behind`, evidence)
}

function behindOf(source: MariadbState, target: MariadbState): number {
  return transactionsAhead(parseGtidSet(source.written), parseGtidSet(target.applied))
}

/** Everything before the point of no return; what fails in it is undone at once, for writers wait. */
async function closeAndWait(
  access: ClusterAccess,
  pair: { readonly from: string; readonly to: string },
  waitSeconds: number,
  context: ActionContext,
): Promise<string> {
  await context.remember(MEMORY, { ...pair, end: '' })
  try {
    const attempt = await fenceBySql(access, pair.from, context)
    const { isProven, reason } = judgeFence([attempt])
    if (!isProven || attempt.way !== 'sql')
      throw new AppError('conflict', `${pair.from} did not come to rest: ${reason}`)
    const end = attempt.seen?.positions[1] ?? ''
    await context.remember(MEMORY, { ...pair, end })
    await withMariadb(access.cluster, pair.to, context, (server) =>
      untilApplied(server, end, { waitSeconds, signal: context.signal }),
    )
    return end
  } catch (error) {
    await reopen(access, pair, context)
    throw new AppError('conflict', `${reasonOf(error)}; ${pair.from} takes writes again`, { cause: error })
  }
}

async function reopen(
  access: ClusterAccess,
  { from, to }: { readonly from: string; readonly to: string },
  context: ActionContext,
): Promise<void> {
  const { state } = await askServer(access.cluster, to, context)
  if (state && state.replication === null) {
    throw new AppError('conflict', `${to} follows nobody any more: go on, or promote it`)
  }
  await context.assertHeld()
  await withMariadb(access.cluster, from, context, (server) => server.run('SET GLOBAL read_only = 0'))
  await context.remember(MEMORY, null)
}

async function assertClosed(access: ClusterAccess, node: string, context: ActionContext): Promise<void> {
  const { state } = await askServer(access.cluster, node, context)
  if (state && !state.isReadOnly) throw new AppError('conflict', `${node} takes writes again`)
}
