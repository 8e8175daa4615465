import { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'
import { type ActionContext, defineAction } from '@/lib/core/runbooks/action-definition'
import { parseGtidSet, relationOf } from '@/lib/core/runbooks/mariadb/gtid-set'
import type { LoggedTransaction } from '@/lib/core/runbooks/mariadb/written-after'
import { withMariadb } from '@/lib/server/connectors/mariadb/server'
import { type MariadbState, readState } from '@/lib/server/connectors/mariadb/state'
import { runHostCommand } from '@/lib/server/connectors/ssh/run-command'
import { askServer, reasonOf } from '../mariadb/ask-servers'
import { errantLines, historyOf, listErrant } from '../mariadb/errant-transactions'
import { followCommands, followSource, isFollowing, untilSteady } from '../mariadb/follow-source'
import { getLeader } from '../mariadb/leader'
import { untilApplied } from '../mariadb/prepare-candidate'
import {
  type ClusterAccess,
  clusterFields,
  nodeReferenceSchema,
  openCluster,
  resolveNode,
} from '../mariadb/settings'
import { failed, passed, warned } from '../preflight-check'

const START_MS = 30_000
const STEADY_WITHIN_MS = 20_000

const settings = z.strictObject({
  ...clusterFields,
  server: nodeReferenceSchema.meta({ description: 'The old primary that is to follow the new one.' }),
  waitSeconds: z
    .number()
    .min(1)
    .max(3_600)
    .default(120)
    .meta({ description: 'For what it missed meanwhile.' }),
})
type RejoinSettings = z.infer<typeof settings>

export const mariadbRejoinAction = defineAction<RejoinSettings>({
  kind: 'mariadb-rejoin',
  title: 'Let an old MariaDB primary follow the new one',
  settings,
  isDestructive: true,
  async describe(wanted, context) {
    const plan = await planOf(wanted, context)
    const { access, node, leader } = plan
    const errant = await listErrant(access, plan, context)
    return {
      summary: `Lets ${node} follow ${leader.node}; ${errant.length} transactions that only ${node} has will be cut off or stop it`,
      commands: [
        `ssh ${node} mariadb-written-after ${leader.applied}`,
        `ssh ${node} mariadb-start-replica (--skip-slave-start --init-rpl-role=SLAVE), if it is stopped`,
        ...followCommands(node, { cluster: access.cluster, source: leader.node, isDemoted: true }),
      ],
      facts: [{ label: node, value: await placeOf(plan, context) }, ...errantLines(errant)],
    }
  },
  async preflight(wanted, context) {
    const check = { key: 'one-leader', title: 'Another server takes writes' }
    const isAhead = context.run.mode === 'rehearsal'
    try {
      const plan = await planOf(wanted, context)
      const place = {
        key: 'reachable',
        title: `${plan.node} or its host can be reached, and takes no writes`,
      }
      const { state } = await askServer(plan.access.cluster, plan.node, context)
      if (state && !state.isReadOnly)
        return [passed(check, plan.leader.node), failed(place, `${plan.node} takes writes: fence it first`)]
      return [passed(check, plan.leader.node), passed(place, await placeOf(plan, context))]
    } catch (error) {
      return [isAhead ? warned(check, reasonOf(error)) : failed(check, reasonOf(error))]
    }
  },
  async execute(wanted, context) {
    const plan = await planOf(wanted, context)
    const { access, node, leader } = plan
    const before = await askServer(access.cluster, node, context)
    if (before.state && isFollowing(before.state, { cluster: access.cluster, source: leader.node })) {
      return { changed: false, summary: `${node} follows ${leader.node} already`, evidence: [] }
    }
    const errant = await rememberErrant(plan, context)
    if (!before.state) await startAsReplica(access, node, context)
    await withMariadb(access.cluster, node, context, async (server) => {
      assertContained(await readState(server), leader, errant)
      await followSource(server, { cluster: access.cluster, source: leader.node }, context)
      await untilSteady(server, STEADY_WITHIN_MS, context.signal)
    })
    return {
      changed: true,
      summary: `${node} follows ${leader.node}; ${errant.length === 0 ? 'nothing was cut off' : `${errant.length} transactions that nobody had acknowledged were cut off`}`,
      evidence: errantLines(errant),
    }
  },
  async verify(wanted, context) {
    const { access, node, leader } = await planOf(wanted, context)
    const check = { key: 'follows', title: `${node} follows ${leader.node} and has all that it wrote` }
    try {
      const state = await withMariadb(access.cluster, node, context, async (server) => {
        await untilSteady(server, STEADY_WITHIN_MS, context.signal)
        return untilApplied(server, leader.written, {
          waitSeconds: wanted.waitSeconds,
          signal: context.signal,
        })
      })
      const follows = isFollowing(state, { cluster: access.cluster, source: leader.node })
      const evidence = [{ label: node, value: `applied ${state.applied}` }]
      return [
        follows
          ? passed(check, `at ${state.applied}`, evidence)
          : failed(check, 'it does not follow', evidence),
      ]
    } catch (error) {
      return [failed(check, reasonOf(error))]
    }
  },
})

interface Plan {
  readonly access: ClusterAccess
  readonly node: string
  readonly leader: MariadbState
}

async function planOf(wanted: RejoinSettings, context: ActionContext): Promise<Plan> {
  const access = await openCluster(wanted, context)
  const node = resolveNode(wanted.server, context)
  const { leader, answers } = await getLeader(access.cluster, context)
  const state = answers.find((each) => each.node === leader)?.state
  if (leader === node || !state)
    throw new AppError('conflict', `${node} leads: there is nobody it could follow`)
  return { access, node, leader: state }
}

async function placeOf({ access, node }: Plan, context: ActionContext): Promise<string> {
  const { state } = await askServer(access.cluster, node, context)
  if (state) return `${state.isReadOnly ? 'read only' : 'takes writes'}, at ${state.written}`
  const { output, code, complaint } = await runHostCommand(
    access.hosts,
    { node, command: 'mariadb-state' },
    context,
  )
  return code === 0 ? `its host says: ${output}` : complaint
}

/** Read before the server starts, for starting cuts them off. A repeat after a crash must still tell of them. */
async function rememberErrant(plan: Plan, context: ActionContext): Promise<readonly LoggedTransaction[]> {
  const key = `errant-${plan.node}`
  const known = z
    .array(z.object({ gtid: z.string(), changes: z.array(z.string()) }))
    .optional()
    .parse((await context.recall(key)) ?? undefined)
  if (known) return known
  const errant = await listErrant(plan.access, plan, context)
  await context.remember(key, errant)
  for (const { gtid, changes } of errant.slice(0, 20)) {
    await context.note(`only ${plan.node} has ${gtid}: ${changes.join('; ') || 'no rows'}`)
  }
  return errant
}

async function startAsReplica({ hosts }: ClusterAccess, node: string, context: ActionContext): Promise<void> {
  await context.assertHeld()
  const answer = await runHostCommand(
    hosts,
    { node, command: 'start-mariadb-as-replica', timeoutMs: START_MS },
    context,
  )
  if (answer.code !== 0)
    throw new AppError('conflict', `${node} did not start: ${answer.output || answer.complaint}`)
}

/** What starting did not cut off was committed for good: following would mix two histories. */
function assertContained(
  state: MariadbState,
  leader: MariadbState,
  errant: readonly LoggedTransaction[],
): void {
  const relation = relationOf(parseGtidSet(state.written), historyOf(leader))
  if (relation === 'contained' || (relation === 'behind' && errant.length === 0)) return
  const list = errant.map(({ gtid, changes }) => `${gtid} ${changes.join('; ')}`).join(' | ')
  throw new AppError(
    'conflict',
    `${state.node} has gone another way: ${state.written} is not in the history of ${leader.node}. ` +
      `Only it has: ${list || 'what its binary log says'}. Export what is needed, then rebuild it from ${leader.node}.`,
  )
}
