import { z } from 'zod'
import { defineProbe, type Judgement } from '@/lib/core/probes/probe-definition'
import { unknownFor } from './dependency'
import { judgeFailure, milliseconds, type ProbeFailure, tenths } from './failure'
import { judgement } from './judgement'
import { httpTargetFields, urlOf } from './wire/http-target'
import { askJson, type JsonAnswer } from './wire/json-answer'

const settings = z.strictObject({
  ...httpTargetFields,
  path: httpTargetFields.path.default('/health'),
  checks: z.array(z.string().min(1)).optional().meta({
    description: 'Checks that count; by default all. With none, that the application answers is enough.',
  }),
})
type AppHealthSettings = z.infer<typeof settings>

/** An application's own checks, one by one. */
const reportSchema = z.object({
  status: z.string(),
  host: z.string().optional(),
  region: z.string().optional(),
  checks: z.record(
    z.string(),
    z.object({ status: z.string(), detail: z.string().optional(), durationMs: z.number().optional() }),
  ),
})
type Report = z.infer<typeof reportSchema>
type AppHealthMeasurement = JsonAnswer<Report> | ProbeFailure

/** Tells of the whole path to the application and of what that depends on, never of the first hop alone. */
export const appHealthProbe = defineProbe<AppHealthSettings, AppHealthMeasurement>({
  kind: 'app-health',
  title: "An application's own checks",
  settings,
  measure: (asked, context) => askJson(asked, reportSchema, context, { statuses: [200, 500, 503] }),
  judge(measurement, asked) {
    const url = { label: 'Asked', value: urlOf(asked) }
    if (measurement.outcome === 'answered') return judgeReport(measurement, asked, url)
    const isOfOneCheck = asked.checks !== undefined && asked.checks.length > 0
    return isOfOneCheck ? unknownFor('the application', measurement, [url]) : judgeFailure(measurement, [url])
  },
})

function judgeReport(
  { status, value: report, responseMs }: JsonAnswer<Report>,
  asked: AppHealthSettings,
  url: { readonly label: string; readonly value: string },
): Judgement {
  const checks = Object.entries(report.checks)
  const counting =
    asked.checks === undefined ? checks : checks.filter(([name]) => asked.checks?.includes(name))
  const failing = counting.filter(([, check]) => check.status !== 'ok')
  const evidence = [
    url,
    { label: 'Answered by', value: [report.host, report.region].filter(Boolean).join(', ') || 'not told' },
    ...checks.map(([label, check]) => ({ label, value: inWords(check) })),
  ]
  const figures = { responseMs: tenths(responseMs), failingChecks: failing.length }
  const [first] = failing
  if (first) {
    const names = failing.map(([name]) => name).join(', ')
    const detail = first[1].detail === undefined ? '' : ` (${first[1].detail.slice(0, 100)})`
    const reason =
      failing.length === 1 ? `its check of ${names} fails${detail}` : `its checks of ${names} fail`
    return judgement('down', reason, { evidence, figures })
  }
  const missing = asked.checks?.find((name) => !(name in report.checks))
  if (missing !== undefined) return judgement('unknown', `has no check of ${missing}`, { evidence, figures })
  if (asked.checks === undefined && (status !== 200 || report.status !== 'ok')) {
    return judgement('degraded', `says ${report.status} with ${status}, though no check fails`, {
      evidence,
      figures,
    })
  }
  return judgement('healthy', `${namesOf(counting)}answers in ${milliseconds(responseMs)}`, {
    evidence,
    figures,
  })
}

function namesOf(checks: readonly (readonly [string, unknown])[]): string {
  return checks.length === 0 ? '' : `${checks.map(([name]) => name).join(', ')} ok, `
}

function inWords(check: Report['checks'][string]): string {
  const detail = check.detail === undefined ? '' : `: ${check.detail.slice(0, 160)}`
  const duration = check.durationMs === undefined ? '' : ` (${milliseconds(check.durationMs)})`
  return `${check.status}${detail}${duration}`
}
