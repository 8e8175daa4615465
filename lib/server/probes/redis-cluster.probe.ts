import { z } from 'zod'
import type { EvidenceLine } from '@/lib/core/health/health-state'
import { defineProbe, type Judgement, type ProbeContext } from '@/lib/core/probes/probe-definition'
import { failureReason, isOwnFault, judgeFailure, type ProbeFailure } from './failure'
import { judgement, unknownBecause } from './judgement'
import { redisSignInFields } from './redis/access'
import { type ClusterNode, parseClusterNodes } from './redis/cluster-nodes'
import { numberOf, parseInfo, type RedisInfo } from './redis/info'
import { keyOf, MemberPool } from './redis/member-pool'
import { isRedisAccountFault } from './redis/session'
import { addressSchema } from './settings'
import { withShorterDeadline } from './wire/shorter-deadline'

const ALL_SLOTS = 16_384
/** A hung member must not take the time in which the others are judged. */
const MEMBER_SHARE = 0.8

const settings = z.strictObject({
  members: z.array(addressSchema).min(1).max(100),
  ...redisSignInFields,
})
type ClusterSettings = z.infer<typeof settings>

/** What one member says of the cluster. */
interface View {
  readonly outcome: 'read'
  readonly info: RedisInfo
  readonly nodes: readonly ClusterNode[]
}

interface Member {
  readonly address: string
  readonly seen: View | ProbeFailure
}

/** The cluster as a whole: every member is asked, for one alone may be cut off and not know it. */
export const redisClusterProbe = defineProbe<ClusterSettings, readonly Member[]>({
  kind: 'redis-cluster',
  title: 'Redis Cluster slots and members',
  settings,
  async measure({ members, ...signIn }, context) {
    const pool = await context.held(async () => new MemberPool(signIn).held())
    return withShorterDeadline(context, context.timeoutMs * MEMBER_SHARE, (shorter) =>
      Promise.all(
        members.map(async (member) => ({ address: keyOf(member), seen: await ask(pool, member, shorter) })),
      ),
    )
  },
  judge(members) {
    const evidence = members.map(lineOf)
    const views = members.flatMap(({ seen }) => (seen.outcome === 'read' ? [seen] : []))
    const failures = members.flatMap(({ seen }) => (seen.outcome === 'failed' ? [seen] : []))
    const [failure] = failures
    if (views.length === 0 && failure) return judgeSilence(failures, failure, evidence)
    return judgeViews(members, views, evidence)
  },
})

async function ask(
  pool: MemberPool,
  member: { readonly host: string; readonly port: number },
  context: ProbeContext,
): Promise<View | ProbeFailure> {
  const reply = await pool.ask(member, context, async (session) => ({
    info: parseInfo(await session.call('CLUSTER', 'INFO')),
    nodes: parseClusterNodes(await session.call('CLUSTER', 'NODES')),
  }))
  return reply.outcome === 'failed' ? reply : { outcome: 'read', ...reply.value }
}

function judgeSilence(
  failures: readonly ProbeFailure[],
  failure: ProbeFailure,
  evidence: readonly EvidenceLine[],
): Judgement {
  const ours = failures.find((one) => isOwnFault(one) || isRedisAccountFault(one))
  if (ours) return unknownBecause(failureReason(ours), evidence)
  const { reason } = judgeFailure(failure)
  return judgement('down', `no member answers: ${reason}`, {
    evidence,
    figures: { slotsCovered: 0 },
  })
}

function judgeViews(
  members: readonly Member[],
  views: readonly View[],
  lines: readonly EvidenceLine[],
): Judgement {
  const silent = members.filter(({ seen }) => seen.outcome === 'failed')
  const slotsCovered = coveredSlots(views, silent)
  const failing = views.filter(({ info }) => info.get('cluster_state') !== 'ok')
  const figures = { slotsCovered, membersAnswering: views.length, members: members.length }
  const evidence = [{ label: 'Slots', value: `${slotsCovered} of ${ALL_SLOTS} covered` }, ...lines]
  const details = { evidence, figures }
  if (failing.length * 2 >= views.length) {
    return judgement(
      'down',
      `the cluster is down: ${slotsCovered} of ${ALL_SLOTS} slots are covered`,
      details,
    )
  }
  if (slotsCovered < ALL_SLOTS) {
    return judgement('degraded', `${ALL_SLOTS - slotsCovered} slots have no master that answers`, details)
  }
  if (silent.length > 0) {
    const who = silent.map(({ address }) => address).join(', ')
    return judgement(
      'degraded',
      `${silent.length} of ${members.length} members do not answer: ${who}`,
      details,
    )
  }
  if (failing.length > 0)
    return judgement(
      'degraded',
      `${failing.length} of ${views.length} members see the cluster as down`,
      details,
    )
  return judgement('healthy', `all slots covered, ${members.length} members answer`, details)
}

/**
 * Slots whose master answers, in the view of the member that covers most: during a failover the views differ
 * for a moment. Masters that are not declared are believed as the view has them.
 */
function coveredSlots(views: readonly View[], silent: readonly Member[]): number {
  const unanswered = new Set(silent.map(({ address }) => address))
  const covered = views.map(({ nodes }) =>
    nodes
      .filter((node) => node.role === 'master' && node.state !== 'failed' && !unanswered.has(node.address))
      .reduce((sum, node) => sum + node.slots, 0),
  )
  return Math.max(0, ...covered)
}

function lineOf({ address, seen }: Member): EvidenceLine {
  if (seen.outcome === 'failed') return { label: address, value: failureReason(seen) }
  const own = seen.nodes.find((node) => node.address === address)
  const role =
    own === undefined ? 'member' : own.role === 'master' ? `master of ${own.slots} slots` : 'replica'
  const state = seen.info.get('cluster_state') ?? 'unknown'
  return {
    label: address,
    value: `${role}, state ${state}, knows ${numberOf(seen.info, 'cluster_known_nodes')} members`,
  }
}
