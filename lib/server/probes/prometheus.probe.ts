import { z } from 'zod'
import type { EvidenceLine } from '@/lib/core/health/health-state'
import { defineProbe, type Judgement } from '@/lib/core/probes/probe-definition'
import { unknownFor } from './dependency'
import type { ProbeFailure } from './failure'
import { judgement, unknownBecause } from './judgement'
import { httpTargetFields } from './wire/http-target'
import { askJson, type JsonAnswer } from './wire/json-answer'

const thresholdSchema = z.strictObject({
  comparison: z.enum(['below', 'above', 'equal', 'not-equal']),
  value: z.number(),
})
type Threshold = z.infer<typeof thresholdSchema>

const settings = z.strictObject({
  ...httpTargetFields,
  path: httpTargetFields.path
    .default('/api/v1/query')
    .meta({ description: 'Path of the instant query API.' }),
  query: z.string().min(1).max(2_000).meta({ description: 'PromQL whose value is compared.' }),
  what: z
    .string()
    .min(1)
    .max(80)
    .default('the value')
    .meta({ description: 'What the value is, for people.' }),
  unit: z.string().max(20).default(''),
  downWhen: thresholdSchema.optional(),
  degradedWhen: thresholdSchema.optional(),
})
type PrometheusSettings = z.infer<typeof settings>

const sampleSchema = z.tuple([z.number(), z.string()])
const resultSchema = z.object({
  status: z.enum(['success', 'error']),
  error: z.string().optional(),
  data: z
    .discriminatedUnion('resultType', [
      z.object({
        resultType: z.literal('vector'),
        result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: sampleSchema })),
      }),
      z.object({ resultType: z.literal('scalar'), result: sampleSchema }),
      z.object({ resultType: z.enum(['matrix', 'string']), result: z.unknown() }),
    ])
    .optional(),
})
type Result = z.infer<typeof resultSchema>
type PrometheusMeasurement = JsonAnswer<Result> | ProbeFailure

interface Sample {
  readonly labels: string
  readonly value: number
}

/** Prometheus only tells of the node: when it does not answer, or has no value, nothing is known. */
export const prometheusProbe = defineProbe<PrometheusSettings, PrometheusMeasurement>({
  kind: 'prometheus',
  title: 'Prometheus query within its limits',
  settings,
  measure(asked, context) {
    const target = { ...asked, path: `${asked.path}?query=${encodeURIComponent(asked.query)}` }
    return askJson(target, resultSchema, context, { statuses: [200, 400, 422] })
  },
  judge(measurement, asked) {
    const query = { label: 'Query', value: asked.query }
    if (measurement.outcome === 'failed') return unknownFor('Prometheus', measurement, [query])
    const { status, error, data } = measurement.value
    if (status === 'error')
      return unknownBecause(`Prometheus refuses the query: ${error ?? 'no reason given'}`, [query])
    const samples = data ? samplesOf(data) : undefined
    if (!samples) return unknownBecause('the query gives neither numbers nor a vector of them', [query])
    return judgeSamples(samples, asked, query)
  },
})

function samplesOf(data: NonNullable<Result['data']>): Sample[] | undefined {
  if (data.resultType === 'scalar') return [{ labels: '', value: Number(data.result[1]) }]
  if (data.resultType !== 'vector') return undefined
  return data.result.map(({ metric, value }) => ({ labels: labelsOf(metric), value: Number(value[1]) }))
}

/** Any sample beyond a limit counts, and the first of them is named. */
function judgeSamples(samples: readonly Sample[], asked: PrometheusSettings, query: EvidenceLine): Judgement {
  const [first] = samples
  if (!first) return unknownBecause('Prometheus has no value for it', [query])
  const evidence = [query, ...samples.slice(0, 20).map((sample) => lineOf(sample, asked))]
  const figures: Record<string, number> = Number.isFinite(first.value) ? { value: first.value } : {}
  const details = { evidence, figures }
  if (samples.some((sample) => Number.isNaN(sample.value))) {
    return judgement('unknown', `${asked.what} is not a number`, details)
  }
  for (const [status, limit] of [
    ['down', asked.downWhen],
    ['degraded', asked.degradedWhen],
  ] as const) {
    const bad = limit && samples.find((sample) => isBeyond(sample.value, limit))
    if (bad) return judgement(status, `${asked.what} is ${withUnit(bad.value, asked)}`, details)
  }
  return judgement('healthy', `${asked.what} is ${withUnit(first.value, asked)}`, details)
}

function isBeyond(value: number, { comparison, value: limit }: Threshold): boolean {
  const beyond: Readonly<Record<Threshold['comparison'], boolean>> = {
    below: value < limit,
    above: value > limit,
    equal: value === limit,
    'not-equal': value !== limit,
  }
  return beyond[comparison]
}

function lineOf(sample: Sample, asked: PrometheusSettings): EvidenceLine {
  return { label: sample.labels || 'Value', value: withUnit(sample.value, asked) }
}

function withUnit(value: number, { unit }: PrometheusSettings): string {
  const text = Number.isFinite(value) ? String(Number(value.toPrecision(6))) : String(value)
  return unit === '' ? text : `${text} ${unit}`
}

function labelsOf(metric: Readonly<Record<string, string>>): string {
  return Object.entries(metric)
    .filter(([name]) => name !== '__name__')
    .map(([name, value]) => `${name}=${value}`)
    .join(', ')
}
