import { scheduledModes } from '@/lib/core/api/run-schedules'
import type { Database, DatabaseTransaction } from '@/lib/server/db/prisma'
import type { RunSchedule } from '@/prisma/generated/client'

type Access = Database | DatabaseTransaction

export interface ScheduleRecord {
  readonly runbookId: string
  readonly mode: (typeof scheduledModes)[number]
  readonly everyHours: number
  readonly setBy: string
  readonly setAtMs: number
  readonly nextAtMs: number
  readonly lastRunId: string | null
  readonly lastNotStarted: string | null
}

export async function findSchedule(access: Access, runbookId: string): Promise<ScheduleRecord | undefined> {
  const row = await access.runSchedule.findUnique({ where: { runbookId } })
  return row ? toRecord(row) : undefined
}

export async function putSchedule(
  access: Access,
  schedule: Omit<ScheduleRecord, 'lastRunId' | 'lastNotStarted'>,
): Promise<ScheduleRecord> {
  const { runbookId, mode, everyHours, setBy, setAtMs, nextAtMs } = schedule
  const data = { mode, everyHours, setBy, setAt: new Date(setAtMs), nextAt: new Date(nextAtMs) }
  const row = await access.runSchedule.upsert({
    where: { runbookId },
    create: { runbookId, ...data },
    update: data,
  })
  return toRecord(row)
}

/** False when there was none. */
export async function deleteSchedule(access: Access, runbookId: string): Promise<boolean> {
  return (await access.runSchedule.deleteMany({ where: { runbookId } })).count === 1
}

/**
 * Those whose time has come, each once, whoever asks: its next time is set in the same statement. Times that
 * passed while nobody looked are not made up for.
 */
export async function takeDueSchedules(database: Database, now: Date): Promise<readonly ScheduleRecord[]> {
  const rows = await database.$queryRaw<RunSchedule[]>`
    UPDATE "RunSchedule" SET "nextAt" = "nextAt" + ("everyHours" * interval '1 hour')
      * (1 + floor(extract(epoch FROM ${now}::timestamptz - "nextAt") / ("everyHours" * 3600)))
    WHERE "nextAt" <= ${now} RETURNING *`
  return rows.map(toRecord)
}

export async function noteScheduledStart(
  database: Database,
  runbookId: string,
  outcome: { readonly runId: string } | { readonly notStarted: string },
): Promise<void> {
  const data =
    'runId' in outcome
      ? { lastRunId: outcome.runId, lastNotStarted: null }
      : { lastNotStarted: outcome.notStarted }
  await database.runSchedule.updateMany({ where: { runbookId }, data })
}

function toRecord(row: RunSchedule): ScheduleRecord {
  const { runbookId, everyHours, setBy, lastRunId, lastNotStarted } = row
  return {
    runbookId,
    mode: scheduledModes.find((each) => each === row.mode) ?? 'rehearsal',
    everyHours,
    setBy,
    setAtMs: row.setAt.getTime(),
    nextAtMs: row.nextAt.getTime(),
    lastRunId,
    lastNotStarted,
  }
}
