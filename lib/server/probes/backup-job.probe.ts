import { z } from 'zod'
import type { EvidenceLine } from '@/lib/core/health/health-state'
import { defineProbe, type Judgement } from '@/lib/core/probes/probe-definition'
import { inWords } from './duration'
import { judgeFailure, type ProbeFailure } from './failure'
import { judgement, unknownBecause } from './judgement'
import { httpTargetFields, urlOf } from './wire/http-target'
import { askJson, type JsonAnswer } from './wire/json-answer'

const settings = z.strictObject({
  ...httpTargetFields,
  path: httpTargetFields.path.default('/status'),
  maxAgeSeconds: z
    .number()
    .positive()
    .default(3_600)
    .meta({ description: 'How often the job runs. An older success is degraded.' }),
  slackSeconds: z
    .number()
    .min(0)
    .default(300)
    .meta({ description: 'How late it may be before it is called late.' }),
})
type BackupJobSettings = z.infer<typeof settings>

/** What a backup server tells of its job. `ageSeconds` is the age of the newest backup that succeeded. */
const reportSchema = z.object({
  lastResult: z.enum(['pending', 'succeeded', 'failed']),
  lastFinishedAt: z.string().nullable(),
  ageSeconds: z.number().nullable(),
  key: z.string().nullable(),
  source: z.string().nullish(),
  sizeBytes: z.number().nullish(),
  reason: z.string().nullish(),
})
type Report = z.infer<typeof reportSchema>
type BackupJobMeasurement = JsonAnswer<Report> | ProbeFailure

export const backupJobProbe = defineProbe<BackupJobSettings, BackupJobMeasurement>({
  kind: 'backup-job',
  title: 'Last backup job',
  settings,
  measure: (asked, context) => askJson(asked, reportSchema, context),
  judge(measurement, asked) {
    const url = { label: 'Asked', value: urlOf(asked) }
    if (measurement.outcome === 'failed') return judgeFailure(measurement, [url])
    return judgeReport(measurement.value, asked, url)
  },
})

function judgeReport(report: Report, asked: BackupJobSettings, url: EvidenceLine): Judgement {
  const { ageSeconds } = report
  const evidence = [url, ...linesOf(report)]
  const figures = ageSeconds === null ? {} : { backupAgeSeconds: ageSeconds }
  if (report.lastResult === 'pending') return unknownBecause('no backup job has ended yet', evidence)
  if (report.lastResult === 'failed') {
    const reason = report.reason ? `: ${report.reason.slice(0, 120)}` : ''
    return judgement('degraded', `the last backup job failed${reason}`, { evidence, figures })
  }
  if (ageSeconds === null) return judgement('degraded', 'there is no backup', { evidence, figures })
  const words = `last backup ${inWords(ageSeconds)} ago`
  const isLate = ageSeconds > asked.maxAgeSeconds + asked.slackSeconds
  return judgement(isLate ? 'degraded' : 'healthy', words, { evidence, figures })
}

function linesOf(report: Report): EvidenceLine[] {
  const lines = [
    { label: 'Last job', value: `${report.lastResult}, ended ${report.lastFinishedAt ?? 'never'}` },
  ]
  if (report.key !== null) lines.push({ label: 'Newest backup', value: report.key })
  if (report.source != null) lines.push({ label: 'Taken from', value: report.source })
  if (report.sizeBytes != null) lines.push({ label: 'Size', value: `${report.sizeBytes} bytes` })
  return lines
}
