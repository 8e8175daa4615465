import { z } from 'zod'
import { type ActionContext, defineAction, type PreflightCheck } from '@/lib/core/runbooks/action-definition'
import { obstacleToReopen, reopenChoices } from '@/lib/core/runbooks/mariadb/reopening'
import { placeWords } from '@/lib/core/runbooks/mariadb/who-leads'
import { parameterNamed } from '@/lib/core/runbooks/run-parameters'
import { clockTime } from '@/lib/core/runbooks/step-commands'
import { runHostCommand } from '@/lib/server/connectors/ssh/run-command'
import { asked, askServers, placed, reasonOf, type ServerAnswer } from '../mariadb/ask-servers'
import { historyOf } from '../mariadb/errant-transactions'
import { findFenceBefore } from '../mariadb/fence-record'
import { getLeader } from '../mariadb/leader'
import { reopenServer } from '../mariadb/reopen-server'
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
  server: nodeReferenceSchema.meta({ description: 'The fenced primary that is to take writes again.' }),
})
type ReopenSettings = z.infer<typeof settings>

/** The way back of a fence after which nobody was promoted. */
export const mariadbReopenAction = defineAction<ReopenSettings>({
  kind: 'mariadb-reopen',
  title: 'Let a fenced MariaDB primary take writes again',
  settings,
  isDestructive: true,
  async describe(wanted, context) {
    const { cluster, node, own, others } = await lookOf(wanted, context)
    const record = await findFenceBefore(node, context)
    const fence = record && `${record.reason} (${clockTime(record.atMs)})`
    return {
      summary: `Lets ${node} take writes again, as long as nobody else leads`,
      commands: [
        ...(own.state ? [] : [`ssh ${node} mariadb-start (--skip-slave-start), if its host says: stopped`]),
        `${node}: what every other server has must be in its binary log`,
        `${node}: SET GLOBAL read_only=0; then it is read back`,
      ],
      facts: [
        ...(fence === undefined ? [] : [{ label: 'Fenced', value: fence }]),
        ...placed([own, ...others], cluster).map(({ node: label, answer }) => ({
          label,
          value: placeWords(answer),
        })),
      ],
    }
  },
  async choices(wanted, context) {
    const name = parameterNamed(wanted.server)
    if (name === undefined) return {}
    const { cluster } = await openCluster(wanted, context)
    const answers = await askServers(cluster, Object.keys(cluster.servers), context)
    return { [name]: reopenChoices(placed(answers, cluster)) }
  },
  async preflight(wanted, context) {
    const look = await lookOf(wanted, context)
    const history = look.own.state ? historyOf(look.own.state) : null
    const check = { key: 'nobody-leads', title: 'Nobody else leads, or has what it lacks' }
    const obstacle = obstacleToReopen(look.node, look.others.map(asked), history)
    const compared = history === null ? 'nobody does; what it has is compared once it runs' : 'nobody does'
    return [
      obstacle === null ? passed(check, compared) : refused(check, obstacle, context),
      await checkReachable(look, context),
    ]
  },
  async execute(wanted, context) {
    const access = await openCluster(wanted, context)
    const node = resolveNode(wanted.server, context)
    const { state, isChanged } = await reopenServer(access, node, context)
    const summary = isChanged ? `${node} takes writes again` : `${node} takes writes already`
    const evidence = [
      { label: node, value: `takes writes, at ${state.written}` },
      { label: 'Semi-sync', value: state.isSemiSyncPrimary ? 'on' : 'off: no replica acknowledges yet' },
    ]
    return { changed: isChanged, summary, evidence }
  },
  async verify(wanted, context) {
    const { cluster } = await openCluster(wanted, context)
    const node = resolveNode(wanted.server, context)
    const check = { key: 'leads', title: `${node} takes writes, and no other server does` }
    try {
      const { leader } = await getLeader(cluster, context)
      return [leader === node ? passed(check, leader) : failed(check, `${leader} does`)]
    } catch (error) {
      return [failed(check, reasonOf(error))]
    }
  },
})

interface Look extends ClusterAccess {
  readonly node: string
  readonly own: ServerAnswer
  readonly others: readonly ServerAnswer[]
}

async function lookOf(wanted: ReopenSettings, context: ActionContext): Promise<Look> {
  const access = await openCluster(wanted, context)
  const node = resolveNode(wanted.server, context)
  const others = Object.keys(access.cluster.servers).filter((each) => each !== node)
  const [own, ...rest] = await askServers(access.cluster, [node, ...others], context)
  return { ...access, node, own: own ?? { node, state: null, reason: 'was not asked' }, others: rest }
}

/** Only a failover that was broken off brings about that nobody leads. */
function refused(
  check: Pick<PreflightCheck, 'key' | 'title'>,
  reason: string,
  { run }: ActionContext,
): PreflightCheck {
  return run.mode === 'rehearsal' ? warned(check, reason) : failed(check, reason)
}

async function checkReachable(
  { cluster, hosts, node, own }: Look,
  context: ActionContext,
): Promise<PreflightCheck> {
  const check = { key: 'reachable', title: `${node} or its host can be reached, and it follows nobody` }
  if (own.state) {
    const [words] = placed([own], cluster).map(({ answer }) => placeWords(answer))
    const said = `${words}, at ${own.state.written}`
    return own.state.replication === null ? passed(check, said) : refused(check, said, context)
  }
  try {
    const wanted = { node, command: 'mariadb-state', timeoutMs: 5_000 }
    const { code, output, complaint } = await runHostCommand(hosts, wanted, context)
    const said = `its host says: ${output || complaint}`
    return code === 0 && output === 'stopped' ? passed(check, said) : refused(check, said, context)
  } catch (error) {
    return failed(check, reasonOf(error))
  }
}
