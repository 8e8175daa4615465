import type { z } from 'zod'
import { toInstant } from '@/lib/core/api/instant'
import type { setRunSchedule as endpoint, RunScheduleWire } from '@/lib/core/api/run-schedules'
import { AppError } from '@/lib/core/errors/app-error'
import { inTransaction } from '@/lib/server/db/in-transaction'
import { recordAudit } from '@/lib/server/repositories/audit.repository'
import {
  deleteSchedule,
  findSchedule,
  putSchedule,
  type ScheduleRecord,
} from '@/lib/server/repositories/run-schedule.repository'
import { getRunbookFile } from '@/lib/server/runbooks-files/shared-runbooks'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { runCaller } from './run-caller'

const HOUR_MS = 3_600_000

export async function readRunSchedule(context: ServiceContext, id: string): Promise<RunScheduleWire | null> {
  requireRole(context, 'auditor')
  getRunbookFile(id)
  const schedule = await findSchedule(context.database, id)
  return schedule ? toWire(schedule) : null
}

export async function setRunSchedule(
  context: ServiceContext,
  { id, mode, everyHours, firstAt }: z.output<typeof endpoint.body> & { readonly id: string },
): Promise<RunScheduleWire> {
  requireRole(context, 'commander')
  getRunbookFile(id)
  const { person } = await runCaller(context)
  const nowMs = context.clock.nowMs()
  const nextAtMs = firstAt === undefined ? nowMs + everyHours * HOUR_MS : Date.parse(firstAt)
  return inTransaction(context.database, async (transaction) => {
    const before = await findSchedule(transaction, id)
    const set = { runbookId: id, mode, everyHours, setBy: person, setAtMs: nowMs, nextAtMs }
    const after = toWire(await putSchedule(transaction, set))
    await recordAudit(transaction, context, {
      action: 'schedule.set',
      subject: `runbook/${id}`,
      ...(before ? { before: toWire(before) } : {}),
      after,
    })
    return after
  })
}

export async function endRunSchedule(context: ServiceContext, id: string): Promise<void> {
  requireRole(context, 'commander')
  await inTransaction(context.database, async (transaction) => {
    if (!(await deleteSchedule(transaction, id))) {
      throw new AppError('not-found', `No run of ${id} begins by itself.`)
    }
    await recordAudit(transaction, context, { action: 'schedule.end', subject: `runbook/${id}` })
  })
}

function toWire({ runbookId: _, setAtMs, nextAtMs, ...schedule }: ScheduleRecord): RunScheduleWire {
  return { ...schedule, setAt: toInstant(setAtMs), nextAt: toInstant(nextAtMs) }
}
