import { endRunSchedule, readRunSchedule, setRunSchedule } from '@/lib/core/api/run-schedules'
import { askEvaluation, listRunbooks, readRunbook, startRun } from '@/lib/core/api/runbooks'
import { askEvaluation as ask } from '@/lib/server/services/runbooks/ask-evaluation'
import { listRunbooks as list } from '@/lib/server/services/runbooks/list-runbooks'
import { readRunbook as read } from '@/lib/server/services/runbooks/read-runbook'
import * as schedules from '@/lib/server/services/runs/schedule'
import { startRun as start } from '@/lib/server/services/runs/start-run'
import { defineRoute } from '../define-route'

export const runbookRoutes = [
  defineRoute(listRunbooks, ({ context }) => list(context)),
  defineRoute(readRunbook, ({ context, params }) => read(context, params)),
  defineRoute(askEvaluation, ({ context, params }) => ask(context, params)),
  defineRoute(readRunSchedule, async ({ context, params }) => ({
    schedule: await schedules.readRunSchedule(context, params.id),
  })),
  defineRoute(setRunSchedule, ({ context, params, body }) =>
    schedules.setRunSchedule(context, { ...params, ...body }),
  ),
  defineRoute(endRunSchedule, async ({ context, params }) => {
    await schedules.endRunSchedule(context, params.id)
    return undefined
  }),
  defineRoute(startRun, ({ context, params, body }) => start(context, { ...params, ...body })),
]
