import { listRunbooks, readRunbook, startRun } from '@/lib/core/api/runbooks'
import { listRunbooks as list } from '@/lib/server/services/runbooks/list-runbooks'
import { readRunbook as read } from '@/lib/server/services/runbooks/read-runbook'
import { startRun as start } from '@/lib/server/services/runs/start-run'
import { defineRoute } from '../define-route'

export const runbookRoutes = [
  defineRoute(listRunbooks, async ({ context }) => ({ runbooks: await list(context) })),
  defineRoute(readRunbook, ({ context, params }) => read(context, params)),
  defineRoute(startRun, ({ context, params, body }) => start(context, { ...params, ...body })),
]
