import { readRunReport } from '@/lib/core/api/run-report'
import { downloadRunReportPdf } from '@/lib/core/api/run-report-pdf'
import {
  abortRun,
  approveStep,
  beHereAtRun,
  commentOnRun,
  confirmStep,
  executeStep,
  handOverRun,
  listRuns,
  pauseRun,
  readRun,
  resumeRun,
  retryStep,
  skipStep,
  undoStep,
} from '@/lib/core/api/runs'
import { runReportPdf } from '@/lib/server/run-report/run-report-pdf'
import { beHere } from '@/lib/server/services/runs/be-here'
import { commentOnRun as comment } from '@/lib/server/services/runs/comment'
import { listRuns as list } from '@/lib/server/services/runs/list-runs'
import { readRunReport as report } from '@/lib/server/services/runs/read-report'
import { readRun as read } from '@/lib/server/services/runs/read-run'
import * as runs from '@/lib/server/services/runs/run-commands'
import * as steps from '@/lib/server/services/runs/step-commands'
import { defineRawRoute, defineRoute } from '../define-route'

export const runRoutes = [
  defineRoute(listRuns, async ({ context, query }) => ({ runs: await list(context, query) })),
  defineRoute(readRun, ({ context, params }) => read(context, params)),
  defineRoute(readRunReport, ({ context, params }) => report(context, params)),
  defineRawRoute(downloadRunReportPdf, async ({ context, params }) => {
    const content = await report(context, params)
    return new Response(new Uint8Array(await runReportPdf(content)), {
      headers: {
        'content-type': 'application/pdf',
        'content-disposition': `attachment; filename="run-${content.run.number}-${content.runbook.id}.pdf"`,
      },
    })
  }),
  defineRoute(executeStep, ({ context, params, body }) => steps.executeStep(context, { ...params, ...body })),
  defineRoute(approveStep, ({ context, params, body }) => steps.approveStep(context, { ...params, ...body })),
  defineRoute(confirmStep, ({ context, params, body }) => steps.confirmStep(context, { ...params, ...body })),
  defineRoute(retryStep, ({ context, params, body }) => steps.retryStep(context, { ...params, ...body })),
  defineRoute(skipStep, ({ context, params, body }) => steps.skipStep(context, { ...params, ...body })),
  defineRoute(undoStep, ({ context, params, body }) => steps.undoStep(context, { ...params, ...body })),
  defineRoute(pauseRun, ({ context, params, body }) => runs.pauseRun(context, { ...params, ...body })),
  defineRoute(resumeRun, ({ context, params, body }) => runs.resumeRun(context, { ...params, ...body })),
  defineRoute(abortRun, ({ context, params, body }) => runs.abortRun(context, { ...params, ...body })),
  defineRoute(handOverRun, ({ context, params, body }) => runs.handOverRun(context, { ...params, ...body })),
  defineRoute(commentOnRun, ({ context, params, body }) => comment(context, { ...params, ...body })),
  defineRoute(beHereAtRun, async ({ context, params }) => {
    await beHere(context, params)
    return undefined
  }),
]
