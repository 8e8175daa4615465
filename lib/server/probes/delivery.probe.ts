import { z } from 'zod'
import type { EvidenceLine } from '@/lib/core/health/health-state'
import { defineProbe, type Judgement } from '@/lib/core/probes/probe-definition'
import { inWords } from './duration'
import { judgeFailure, type ProbeFailure } from './failure'
import { judgement } from './judgement'
import { httpTargetFields, urlOf } from './wire/http-target'
import { askJson, type JsonAnswer } from './wire/json-answer'

const settings = z.strictObject({
  ...httpTargetFields,
  path: httpTargetFields.path.default('/status'),
  maxAgeSeconds: z
    .number()
    .positive()
    .optional()
    .meta({ description: 'A last delivery older than this is degraded; by default any age is well.' }),
})
type DeliverySettings = z.infer<typeof settings>

/** What an alert channel tells of the last message that it was given. */
const statusSchema = z.object({
  channel: z.string(),
  count: z.number(),
  lastDelivery: z
    .object({ at: z.iso.datetime(), result: z.string(), summary: z.string().nullish() })
    .nullable(),
})
type DeliveryStatus = z.infer<typeof statusSchema>
type DeliveryMeasurement = JsonAnswer<DeliveryStatus> | ProbeFailure

export const deliveryProbe = defineProbe<DeliverySettings, DeliveryMeasurement>({
  kind: 'delivery',
  title: 'Last delivery of an alert channel',
  settings,
  measure: (asked, context) => askJson(asked, statusSchema, context),
  judge(measurement, asked, nowMs) {
    const url = { label: 'Asked', value: urlOf(asked) }
    if (measurement.outcome === 'failed') return judgeFailure(measurement, [url])
    return judgeStatus(measurement.value, { asked, nowMs, url })
  },
})

interface JudgeOptions {
  readonly asked: DeliverySettings
  readonly nowMs: number
  readonly url: EvidenceLine
}

/** Nothing delivered yet is well: a channel for alerts is silent as long as nothing alerts. */
function judgeStatus(
  { count, lastDelivery }: DeliveryStatus,
  { asked, nowMs, url }: JudgeOptions,
): Judgement {
  const counted = { label: 'Delivered', value: `${count} messages` }
  const figures = { deliveries: count }
  if (!lastDelivery)
    return judgement('healthy', 'answers, nothing delivered yet', { evidence: [url, counted], figures })
  const ageSeconds = Math.max(0, Math.round((nowMs - Date.parse(lastDelivery.at)) / 1_000))
  const evidence = [
    url,
    counted,
    { label: 'Last', value: `${lastDelivery.result} at ${lastDelivery.at}` },
    ...(lastDelivery.summary ? [{ label: 'Message', value: lastDelivery.summary.slice(0, 120) }] : []),
  ]
  const details = { evidence, figures: { ...figures, lastDeliveryAgeSeconds: ageSeconds } }
  const words = `last message ${lastDelivery.result} ${inWords(ageSeconds)} ago`
  const isLate = asked.maxAgeSeconds !== undefined && ageSeconds > asked.maxAgeSeconds
  return judgement(lastDelivery.result !== 'delivered' || isLate ? 'degraded' : 'healthy', words, details)
}
