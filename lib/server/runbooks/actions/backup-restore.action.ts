import { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'
import { slugSchema } from '@/lib/core/inventory/slug'
import { type ActionContext, defineAction, type PreflightCheck } from '@/lib/core/runbooks/action-definition'
import { openClientTools } from '@/lib/server/backups/client-tools'
import { findProvenBackup } from '@/lib/server/backups/find-backup'
import { type Restored, restore } from '@/lib/server/backups/restore'
import { literal } from '@/lib/server/connectors/mariadb/literal'
import { readState } from '@/lib/server/connectors/mariadb/state'
import { mariadbConnector } from '@/lib/server/connectors/mariadb.connector'
import { type RestoreTarget, restoreTargetConnector } from '@/lib/server/connectors/restore-target.connector'
import { resolveNode } from '../mariadb/settings'
import {
  backupSourceFields,
  choiceCheck,
  chooseFor,
  goalOf,
  recoveryPointOf,
  withBackups,
} from './backup-choice'
import { checkTarget, withTarget } from './restore-target-server'

/** Under which a run remembers what it restored. */
const RESTORE_RESULT = 'backup-restore.result'

const settings = z.strictObject({
  ...backupSourceFields,
  cluster: slugSchema.default('mariadb').meta({ description: 'The connector of the cluster that it joins.' }),
  target: slugSchema.default('restore-target').meta({ description: 'The restore-target connector.' }),
  maxAgeSeconds: z.int().min(1).default(3_600),
})
export type BackupRestoreSettings = z.infer<typeof settings>

const resultSchema = z.object({
  gtid: z.string(),
  replayed: z.number(),
  backup: z.string(),
  lastRecoverableMs: z.number(),
  compared: z.object({ gtid: z.string(), tables: z.number() }).nullable(),
  recoveryPoint: z.object({
    transactions: z.number().nullable(),
    ageSeconds: z.number().nullable(),
    reason: z.string(),
  }),
})
type Result = z.infer<typeof resultSchema>

export const backupRestoreAction = defineAction<BackupRestoreSettings>({
  kind: 'backup-restore',
  title: 'Restore from S3 and replay binary logs',
  settings,
  isDestructive: true,

  async describe(asked, context) {
    const target = await targetOf(asked, context)
    const found = await chooseFor(asked, context, { isProven: false })
    const recoveryPoint = await recoveryPointOf(found.choice, asked, context)
    const { choice } = found
    if (choice.outcome === 'refused') {
      const facts = choice.rejected.map(({ key, reason }) => ({ label: key, value: reason }))
      return { summary: `Can not restore: ${choice.reason}`, commands: [], facts, recoveryPoint }
    }
    const { backup, chain } = choice
    return {
      summary: `Empties ${target.node}, loads ${backup.key} and replays binary logs`,
      commands: [
        `STOP ALL SLAVES; RESET SLAVE ALL; RESET MASTER; DROP DATABASE ${target.database}`,
        `${backup.key} → sha256 → gunzip → mariadb`,
        `SET GLOBAL gtid_binlog_state = '${backup.gtid}'; SET GLOBAL gtid_slave_pos = '${backup.gtid}'`,
        ...(chain
          ? [`mariadb-binlog --start-position=${backup.gtid} (${chain.files.length} files) → mariadb`]
          : []),
      ],
      facts: [
        { label: 'Target', value: `${target.node}, ${target.host}:${target.port}` },
        ...choiceCheck(found, recoveryPoint, asked.maxAgeSeconds).evidence,
      ],
      recoveryPoint,
    }
  },

  async preflight(asked, context) {
    const target = await targetOf(asked, context)
    const onTarget = await checkTarget(target, context)
    try {
      const found = await chooseFor(asked, context, { isProven: false })
      const recovery = await recoveryPointOf(found.choice, asked, context)
      return [choiceCheck(found, recovery, asked.maxAgeSeconds), ...onTarget]
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const base = { key: 'backup', title: 'there is a good backup', evidence: [] }
      return [{ ...base, outcome: 'unknown', reason: error.message }, ...onTarget]
    }
  },

  async execute(asked, context) {
    const done = await recallRestored(context)
    if (done) {
      const summary = `restored already, up to ${done.gtid}`
      return { changed: false, summary, evidence: [], recoveryPoint: done.recoveryPoint }
    }
    const target = await targetOf(asked, context)
    const { isReadOnly } = await withTarget(target, context, readState)
    if (!isReadOnly)
      throw new AppError('conflict', `${target.node} takes writes: nothing is restored into it`)
    return withBackups(asked, context, async (bucket) => {
      const goal = goalOf(asked, context)
      const { choice } = await findProvenBackup(bucket, asked, goal)
      if (choice.outcome === 'refused') throw new AppError('conflict', `can not restore: ${choice.reason}`)
      const tools = await openClientTools(target, context, `run-${context.run.id}`)
      try {
        const withServer: Parameters<typeof restore>[0]['withServer'] = (work) =>
          withTarget(target, context, work)
        const restored = await restore({ choice, goal, bucket, tools, target, context, withServer })
        await standBehind(asked, target, context)
        const { backup, lastRecoverableMs } = choice
        // What was announced may have been a backup that did not prove good.
        const recoveryPoint = await recoveryPointOf(choice, asked, context)
        const result: Result = { ...restored, backup: backup.key, lastRecoverableMs, recoveryPoint }
        await context.remember(RESTORE_RESULT, result)
        return {
          changed: true,
          summary: summaryOf(result),
          evidence: evidenceOf(result, restored),
          recoveryPoint,
        }
      } finally {
        await tools.close()
      }
    })
  },

  async verify(asked, context) {
    const target = await targetOf(asked, context)
    const result = await recallRestored(context)
    if (!result) {
      const reason = 'this run has not restored anything'
      return [
        {
          key: 'position',
          title: 'the server stands where it should',
          outcome: 'failed',
          reason,
          evidence: [],
        },
      ]
    }
    const state = await withTarget(target, context, readState)
    return [positionCheck(state, result), contentCheck(result)]
  },
})

async function targetOf({ target }: BackupRestoreSettings, context: ActionContext) {
  return context.connector(target, restoreTargetConnector.settings)
}

/**
 * A replica of the old primary that has not been started: as such the steps that follow rank and promote it like
 * any other. It would refuse to start, for it is given no account.
 */
async function standBehind(
  { cluster, ...source }: BackupRestoreSettings,
  target: RestoreTarget,
  context: ActionContext,
): Promise<void> {
  const { servers } = await context.connector(cluster, mariadbConnector.settings)
  const primary = resolveNode(source.primary, context)
  const address = servers[primary]
  if (!address) throw new AppError('bad-input', `the connector declares no server ${primary}`)
  await withTarget(target, context, (server) =>
    server.run(
      `CHANGE MASTER TO MASTER_HOST = ${literal(address.host)}, MASTER_PORT = ${address.port},
        MASTER_USE_GTID = slave_pos`,
    ),
  )
}

/** What this run has restored; undefined when it has not. */
export async function recallRestored(context: ActionContext): Promise<Result | undefined> {
  return resultSchema.safeParse(await context.recall(RESTORE_RESULT)).data
}

/** Without its position the server would count its transactions from 1 again, and nobody could follow it. */
function positionCheck(
  { written, applied, history }: { written: string; applied: string; history: string },
  { gtid }: Result,
): PreflightCheck {
  const isRight = written === gtid && applied === gtid && history !== ''
  return {
    key: 'position',
    title: 'the server stands where it should, so that its next transaction follows',
    outcome: isRight ? 'passed' : 'failed',
    reason: isRight
      ? `at ${gtid}`
      : `it has written ${written || 'nothing'} and applied ${applied || 'nothing'}, not ${gtid}`,
    evidence: [
      { label: 'gtid_binlog_pos', value: written },
      { label: 'gtid_slave_pos', value: applied },
      { label: 'gtid_binlog_state', value: history },
    ],
  }
}

function contentCheck({ compared, lastRecoverableMs }: Result): PreflightCheck {
  return {
    key: 'content',
    title: 'the tables hold what the source had',
    outcome: compared ? 'passed' : 'warning',
    reason: compared
      ? `${compared.tables} tables had the rows and checksums of the source at ${compared.gtid}`
      : 'the source left nothing to compare with',
    evidence: [{ label: 'All that was committed until', value: new Date(lastRecoverableMs).toISOString() }],
  }
}

function summaryOf({ backup, replayed, gtid }: Result): string {
  return `${backup} is restored, ${replayed} transactions are replayed, up to ${gtid}`
}

function evidenceOf({ lastRecoverableMs, compared }: Result, { loadedBytes, loadMs }: Restored) {
  const perSecond = Math.round(loadedBytes / Math.max(loadMs / 1_000, 0.001) / 1_000)
  return [
    { label: 'Last recoverable time', value: new Date(lastRecoverableMs).toISOString() },
    {
      label: 'Loading',
      value: `${loadedBytes} bytes compressed in ${Math.round(loadMs)} ms, ${perSecond} kB/s`,
    },
    { label: 'Compared with the source', value: compared ? `at ${compared.gtid}` : 'not possible' },
  ]
}
