import { z } from 'zod'
import { sequenceIn } from '@/lib/core/backups/gtid-series'
import { AppError } from '@/lib/core/errors/app-error'
import { slugSchema } from '@/lib/core/inventory/slug'
import { type ActionContext, defineCheck, type PreflightCheck } from '@/lib/core/runbooks/action-definition'
import type { MariadbServer } from '@/lib/server/connectors/mariadb/server'
import { type RestoreTarget, restoreTargetConnector } from '@/lib/server/connectors/restore-target.connector'
import { backupSourceFields, chooseFor } from '../actions/backup-choice'
import { withTarget } from '../actions/restore-target-server'

const SLOW_MS = 120_000

const settings = z.strictObject({
  ...backupSourceFields,
  target: slugSchema.default('restore-target'),
})
type DataConsistencySettings = z.infer<typeof settings>

/** Tables that are sound, and at least everything that stands in the archive: whoever took over lost no more. */
export const dataConsistencyCheck = defineCheck<DataConsistencySettings>({
  kind: 'data-consistency',
  title: 'The data that took over is sound and complete',
  settings,
  async check(asked, context) {
    const target = await context.connector(asked.target, restoreTargetConnector.settings)
    const { tables, written } = await withTarget(target, context, (server) => look(server, target))
    return [soundness(tables), await completeness(written, asked, context)]
  },
})

interface TableState {
  readonly name: string
  readonly rows: string
  readonly verdict: string
}

async function look(server: MariadbServer, { database }: RestoreTarget) {
  const names = await server.rows(
    `SELECT TABLE_NAME AS name FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = '${database}' AND TABLE_TYPE = 'BASE TABLE' ORDER BY TABLE_NAME`,
  )
  const tables: TableState[] = []
  for (const { name } of names) {
    const table = `\`${database}\`.\`${name?.replaceAll('`', '``')}\``
    const [counted] = await server.rows(`SELECT COUNT(*) AS counted FROM ${table}`, SLOW_MS)
    const said = await server.rows(`CHECK TABLE ${table} EXTENDED`, SLOW_MS)
    tables.push({
      name: name ?? '',
      rows: counted?.counted ?? '?',
      verdict: said.at(-1)?.Msg_text ?? 'silent',
    })
  }
  const [row] = await server.rows('SELECT @@global.gtid_binlog_pos AS written')
  return { tables, written: row?.written ?? '' }
}

function soundness(tables: readonly TableState[]): PreflightCheck {
  const broken = tables.filter(({ verdict }) => verdict !== 'OK')
  const isSound = tables.length > 0 && broken.length === 0
  return {
    key: 'sound',
    title: 'every table is sound',
    outcome: isSound ? 'passed' : 'failed',
    reason: isSound
      ? `${tables.length} tables, checked in full`
      : broken.map(({ name, verdict }) => `${name}: ${verdict}`).join('; ') || 'there is no table',
    evidence: tables.map(({ name, rows, verdict }) => ({ label: name, value: `${rows} rows, ${verdict}` })),
  }
}

async function completeness(
  written: string,
  asked: DataConsistencySettings,
  context: ActionContext,
): Promise<PreflightCheck> {
  const base = { key: 'complete', title: 'it holds everything that stands in the archive' }
  const isPartial = (context.run.parameters[asked.goalParameter] ?? 'latest') !== 'latest'
  try {
    const { choice } = await chooseFor(asked, context, { isProven: false })
    const archived = choice.outcome === 'chosen' ? (choice.chain?.gtid ?? choice.backup.gtid) : undefined
    if (archived === undefined)
      return { ...base, outcome: 'warning', reason: 'there is no archive to compare with', evidence: [] }
    const evidence = [
      { label: 'Here', value: written },
      { label: 'In the archive', value: archived },
    ]
    const isComplete = sequenceIn(written) >= sequenceIn(archived)
    if (isComplete)
      return { ...base, outcome: 'passed', reason: `${written} is not before ${archived}`, evidence }
    const reason = `${sequenceIn(archived) - sequenceIn(written)} archived transactions are not here`
    return { ...base, outcome: isPartial ? 'warning' : 'failed', reason, evidence }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { ...base, outcome: 'warning', reason: error.message, evidence: [] }
  }
}
