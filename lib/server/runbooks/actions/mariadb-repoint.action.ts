import { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'
import { type ActionContext, defineAction } from '@/lib/core/runbooks/action-definition'
import { parseGtidSet, relationOf, unionOf } from '@/lib/core/runbooks/mariadb/gtid-set'
import { withMariadb } from '@/lib/server/connectors/mariadb/server'
import { type MariadbState, readState } from '@/lib/server/connectors/mariadb/state'
import { askServer, reasonOf, type ServerAnswer } from '../mariadb/ask-servers'
import { followCommands, followSource, isFollowing, untilSteady } from '../mariadb/follow-source'
import { type Cluster, getLeader } from '../mariadb/leader'
import {
  type ClusterAccess,
  clusterFields,
  nodeReferenceSchema,
  openCluster,
  resolveNode,
} from '../mariadb/settings'
import { failed, passed, warned } from '../preflight-check'

const STEADY_WITHIN_MS = 15_000

const settings = z.strictObject({
  ...clusterFields,
  except: z
    .array(nodeReferenceSchema)
    .default([])
    .meta({ description: 'Servers left alone: the fenced old primary.' }),
})
type RepointSettings = z.infer<typeof settings>

export const mariadbRepointAction = defineAction<RepointSettings>({
  kind: 'mariadb-repoint',
  title: 'Point the other MariaDB replicas at the new primary',
  settings,
  isDestructive: false,
  async describe(wanted, context) {
    const plan = await planOf(wanted, context)
    const { cluster } = plan.access
    return {
      summary: `Lets ${plan.followers.map(({ node }) => node).join(' and ') || 'nobody'} replicate from ${plan.leader}`,
      commands: plan.followers.flatMap(({ node }) => followCommands(node, { cluster, source: plan.leader })),
      facts: plan.followers.map((answer) => ({ label: answer.node, value: placeOf(answer) })),
    }
  },
  async preflight(wanted, context) {
    const check = { key: 'one-leader', title: 'One server takes writes' }
    try {
      const plan = await planOf(wanted, context)
      return [passed(check, plan.leader), ...plan.followers.map((answer) => checkFollower(plan, answer))]
    } catch (error) {
      const isAhead = context.run.mode === 'rehearsal'
      return [isAhead ? warned(check, reasonOf(error)) : failed(check, reasonOf(error))]
    }
  },
  async execute(wanted, context) {
    const plan = await planOf(wanted, context)
    const outcomes = await Promise.all(plan.followers.map((answer) => repoint(plan, answer, context)))
    const refused = outcomes.filter(({ reason }) => reason !== null)
    const isAcknowledged = await acknowledge(plan, context)
    const evidence = [
      ...outcomes.map(({ node, reason, isChanged }) => ({
        label: node,
        value: reason ?? (isChanged ? `follows ${plan.leader} now` : `followed ${plan.leader} already`),
      })),
      { label: 'Semi-sync', value: isAcknowledged ? 'acknowledged' : 'off: no replica acknowledges' },
    ]
    const [first] = refused
    if (first) throw new AppError('conflict', refused.map(({ reason }) => reason).join('; '))
    const isChanged = outcomes.some((outcome) => outcome.isChanged)
    return {
      changed: isChanged,
      summary: `${outcomes.length} ${outcomes.length === 1 ? 'replica follows' : 'replicas follow'} ${plan.leader}`,
      evidence,
    }
  },
  async verify(wanted, context) {
    const plan = await planOf(wanted, context)
    return plan.followers.map((answer) => checkFollower(plan, answer, 'failed'))
  },
})

interface Plan extends Cluster {
  readonly access: ClusterAccess
  readonly followers: readonly ServerAnswer[]
}

async function planOf(wanted: RepointSettings, context: ActionContext): Promise<Plan> {
  const access = await openCluster(wanted, context)
  const left = new Set(wanted.except.map((reference) => resolveNode(reference, context)))
  const { leader, answers } = await getLeader(access.cluster, context)
  const followers = answers.filter(({ node }) => node !== leader && !left.has(node))
  return { access, leader, answers, followers }
}

function placeOf({ state, ...silent }: ServerAnswer): string {
  if (!state) return 'reason' in silent ? silent.reason : 'silent'
  return state.replication ? `follows ${state.replication.host}, at ${state.applied}` : 'follows nobody'
}

function checkFollower(plan: Plan, answer: ServerAnswer, ifNot: 'warning' | 'failed' = 'warning') {
  const check = { key: `follows-${answer.node}`, title: `${answer.node} follows ${plan.leader}` }
  const follows =
    answer.state && isFollowing(answer.state, { cluster: plan.access.cluster, source: plan.leader })
  if (follows) return passed(check, placeOf(answer))
  return ifNot === 'failed' ? failed(check, placeOf(answer)) : warned(check, `not yet: ${placeOf(answer)}`)
}

interface Outcome {
  readonly node: string
  readonly isChanged: boolean
  readonly reason: string | null
}

/** One that went another way stays as it is: what it has alone must not be mixed with what the leader writes. */
async function repoint(plan: Plan, answer: ServerAnswer, context: ActionContext): Promise<Outcome> {
  const { node } = answer
  const { cluster } = plan.access
  try {
    const isChanged = await withMariadb(cluster, node, context, async (server) => {
      const state = await readState(server)
      const leader = plan.answers.find((each) => each.node === plan.leader)?.state
      if (leader) assertNotApart(state, leader)
      const changed = await followSource(server, { cluster, source: plan.leader }, context)
      await untilSteady(server, STEADY_WITHIN_MS, context.signal)
      return changed
    })
    return { node, isChanged, reason: null }
  } catch (error) {
    return { node, isChanged: false, reason: reasonOf(error) }
  }
}

function assertNotApart(state: MariadbState, leader: MariadbState): void {
  const history = unionOf(parseGtidSet(leader.history), parseGtidSet(leader.applied))
  const applied = parseGtidSet(state.applied)
  if (relationOf(applied, history) === 'diverged') {
    throw new AppError(
      'conflict',
      `${state.node} has gone another way: ${state.applied} is not in the history of ${leader.node}`,
    )
  }
}

/** Semi-sync as soon as somebody acknowledges: before, every write would wait for nobody. */
async function acknowledge(plan: Plan, context: ActionContext): Promise<boolean> {
  const { cluster } = plan.access
  const { state } = await askServer(cluster, plan.leader, context)
  if (!state || state.semiSyncReplicas === 0) return false
  if (!state.isSemiSyncPrimary) {
    await context.assertHeld()
    await withMariadb(cluster, plan.leader, context, (server) =>
      server.run('SET GLOBAL rpl_semi_sync_master_enabled = 1'),
    )
  }
  return true
}
