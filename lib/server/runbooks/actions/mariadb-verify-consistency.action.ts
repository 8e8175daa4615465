import { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'
import { type ActionContext, defineAction, type PreflightCheck } from '@/lib/core/runbooks/action-definition'
import { literal } from '@/lib/server/connectors/mariadb/literal'
import { type MariadbServer, REPLICATION_MS, withMariadb } from '@/lib/server/connectors/mariadb/server'
import { askServer, reasonOf } from '../mariadb/ask-servers'
import { isFollowing } from '../mariadb/follow-source'
import { getLeader } from '../mariadb/leader'
import { untilApplied } from '../mariadb/prepare-candidate'
import { clusterFields, nodeReferenceSchema, openCluster, resolveNode } from '../mariadb/settings'
import { failed, passed, warned } from '../preflight-check'

const settings = z.strictObject({
  ...clusterFields,
  replica: nodeReferenceSchema.meta({
    description: 'Compared with the leader; not the one that would lead next.',
  }),
  databases: z.array(z.string().regex(/^[a-z0-9_]+$/)).min(1),
  budgetSeconds: z.number().min(1).max(3_600).default(120),
})
type ConsistencySettings = z.infer<typeof settings>

const MEMORY = 'mariadb-consistency'
const memorySchema = z.object({
  gtid: z.string(),
  leader: z.string(),
  tables: z.array(z.object({ table: z.string(), here: z.string(), there: z.string() })),
})

/** Equal positions prove nothing about content: both sides are summed at one and the same transaction. */
export const mariadbVerifyConsistencyAction = defineAction<ConsistencySettings>({
  kind: 'mariadb-verify-consistency',
  title: 'Compare a MariaDB replica with its primary, at one transaction',
  settings,
  isDestructive: false,
  async describe(wanted, context) {
    const replica = resolveNode(wanted.replica, context)
    const { cluster } = await openCluster(wanted, context)
    const { leader } = await getLeader(cluster, context)
    return {
      summary: `Sums every table of ${wanted.databases.join(', ')} on ${leader} and ${replica} at one transaction`,
      commands: [
        `${replica}: STOP SLAVE SQL_THREAD`,
        `${leader}: START TRANSACTION WITH CONSISTENT SNAPSHOT; BINLOG_GTID_POS(…); CHECKSUM TABLE … EXTENDED`,
        `${replica}: STOP SLAVE; START SLAVE UNTIL master_gtid_pos=…; CHECKSUM TABLE … EXTENDED; START SLAVE`,
      ],
      facts: [{ label: 'Budget', value: `${wanted.budgetSeconds} s` }],
    }
  },
  async preflight(wanted, context) {
    const check = { key: 'follows', title: 'The replica follows the leader' }
    try {
      const { cluster } = await openCluster(wanted, context)
      const { leader } = await getLeader(cluster, context)
      const replica = resolveNode(wanted.replica, context)
      const { state } = await askServer(cluster, replica, context)
      const follows = state && isFollowing(state, { cluster, source: leader })
      return [
        follows
          ? passed(check, `${replica} follows ${leader}`)
          : notYet(check, `${replica} does not follow ${leader}`, context),
      ]
    } catch (error) {
      return [notYet(check, reasonOf(error), context)]
    }
  },
  async execute(wanted, context) {
    const { cluster } = await openCluster(wanted, context)
    const { leader } = await getLeader(cluster, context)
    const replica = resolveNode(wanted.replica, context)
    const budgetMs = wanted.budgetSeconds * 1_000
    await context.assertHeld()
    const compared = await withMariadb(cluster, replica, context, async (there) => {
      try {
        await there.run('STOP SLAVE SQL_THREAD', REPLICATION_MS)
        const pinned = await withMariadb(cluster, leader, context, (here) =>
          sumPinned(here, wanted, budgetMs),
        )
        await there.run('STOP SLAVE', REPLICATION_MS)
        await there.run(`START SLAVE UNTIL master_gtid_pos = ${literal(pinned.gtid)}`, REPLICATION_MS)
        await untilApplied(there, pinned.gtid, { waitSeconds: wanted.budgetSeconds, signal: context.signal })
        const sums = await checksums(there, [...pinned.sums.keys()], budgetMs)
        return { gtid: pinned.gtid, tables: compare(pinned.sums, sums) }
      } finally {
        // However it ended, the replica goes on.
        await there.run('STOP SLAVE', REPLICATION_MS)
        await there.run('START SLAVE', REPLICATION_MS)
      }
    })
    await context.remember(MEMORY, { ...compared, leader })
    const apart = compared.tables.filter(({ here, there }) => here !== there)
    if (apart.length > 0) {
      throw new AppError(
        'conflict',
        `${replica} has other content than ${leader} at ${compared.gtid}: ${apart.map(({ table }) => table).join(', ')}`,
      )
    }
    return {
      changed: false,
      summary: `${compared.tables.length} tables are the same on ${leader} and ${replica} at ${compared.gtid}`,
      evidence: compared.tables.map(({ table, here }) => ({ label: table, value: here })),
    }
  },
  async verify(wanted, context) {
    const same = { key: 'same', title: 'Both have the same content at one transaction' }
    const follows = { key: 'follows-again', title: 'The replica follows again' }
    const memory = memorySchema.optional().parse((await context.recall(MEMORY)) ?? undefined)
    if (!memory) return [failed(same, 'nothing was compared')]
    const { cluster } = await openCluster(wanted, context)
    const { state } = await askServer(cluster, resolveNode(wanted.replica, context), context)
    const isRunning = state?.replication?.sqlThread === 'Yes'
    const apart = memory.tables.filter(({ here, there }) => here !== there)
    return [
      apart.length === 0
        ? passed(same, `${memory.tables.length} tables at ${memory.gtid}`)
        : failed(same, `${apart.length} tables differ`),
      isRunning ? passed(follows, 'its threads run') : failed(follows, 'its SQL thread does not run'),
    ]
  },
})

function notYet(
  check: { key: string; title: string },
  reason: string,
  context: ActionContext,
): PreflightCheck {
  return context.run.mode === 'rehearsal' ? warned(check, reason) : failed(check, reason)
}

/** The sums of all tables in one snapshot, and the transaction up to which it reaches. */
async function sumPinned(server: MariadbServer, wanted: ConsistencySettings, budgetMs: number) {
  const list = wanted.databases.map(literal).join(', ')
  const rows =
    await server.rows(`SELECT CONCAT(TABLE_SCHEMA, '.', TABLE_NAME) AS name FROM information_schema.TABLES
    WHERE TABLE_SCHEMA IN (${list}) AND TABLE_TYPE = 'BASE TABLE' ORDER BY name`)
  await server.run('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ')
  await server.run('START TRANSACTION WITH CONSISTENT SNAPSHOT')
  const status = new Map(
    (await server.rows("SHOW SESSION STATUS LIKE 'binlog_snapshot_%'")).map((row) => [
      row.Variable_name,
      row.Value ?? '',
    ]),
  )
  const file = literal(status.get('Binlog_snapshot_file') ?? '')
  const position = Number(status.get('Binlog_snapshot_position') ?? 0)
  const [row = {}] = await server.rows(`SELECT BINLOG_GTID_POS(${file}, ${position}) AS gtid`)
  if (!row.gtid)
    throw new AppError('conflict', `${server.node} does not say at which transaction its snapshot is`)
  const sums = await checksums(
    server,
    rows.map(({ name }) => name ?? ''),
    budgetMs,
  )
  await server.run('COMMIT')
  return { gtid: row.gtid, sums }
}

async function checksums(server: MariadbServer, tables: readonly string[], budgetMs: number) {
  const rows = await server.rows(`CHECKSUM TABLE ${tables.join(', ')} EXTENDED`, budgetMs)
  return new Map(rows.map((row) => [row.Table ?? '', row.Checksum ?? 'none']))
}

function compare(here: ReadonlyMap<string, string>, there: ReadonlyMap<string, string>) {
  return [...here].map(([table, sum]) => ({ table, here: sum, there: there.get(table) ?? 'missing' }))
}
