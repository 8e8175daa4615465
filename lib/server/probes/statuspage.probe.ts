import { z } from 'zod'
import type { EvidenceLine, VerdictStatus } from '@/lib/core/health/health-state'
import { defineProbe, type Judgement } from '@/lib/core/probes/probe-definition'
import { unknownFor } from './dependency'
import { type ProbeFailure, tenths } from './failure'
import { judgement } from './judgement'
import { httpTargetFields, urlOf } from './wire/http-target'
import { askJson, type JsonAnswer } from './wire/json-answer'

const settings = z.strictObject({
  ...httpTargetFields,
  path: httpTargetFields.path.default('/api/v2/summary.json'),
  components: z
    .array(z.string().min(1))
    .default([])
    .meta({ description: 'Names of the components that matter; by default the page as a whole.' }),
})
type StatuspageSettings = z.infer<typeof settings>

const componentStatuses = [
  'operational',
  'degraded_performance',
  'partial_outage',
  'major_outage',
  'under_maintenance',
] as const

/** The part of Statuspage's `summary.json` that is read. */
const summarySchema = z.object({
  page: z.object({ name: z.string(), updated_at: z.string().optional() }),
  status: z.object({
    indicator: z.enum(['none', 'minor', 'major', 'critical', 'maintenance']),
    description: z.string(),
  }),
  components: z.array(z.object({ name: z.string(), status: z.enum(componentStatuses) })).default([]),
  incidents: z.array(z.object({ name: z.string(), status: z.string(), impact: z.string() })).default([]),
})
type Summary = z.infer<typeof summarySchema>
type StatuspageMeasurement = JsonAnswer<Summary> | ProbeFailure

export const statuspageProbe = defineProbe<StatuspageSettings, StatuspageMeasurement>({
  kind: 'statuspage',
  title: 'Statuspage summary',
  settings,
  measure: (asked, context) => askJson(asked, summarySchema, context),
  judge(measurement, asked) {
    const page = { label: 'Page', value: urlOf(asked) }
    if (measurement.outcome === 'failed') return unknownFor('its status page', measurement, [page])
    const summary = measurement.value
    const details = {
      evidence: [page, ...linesOf(summary)],
      figures: { responseMs: tenths(measurement.responseMs), openIncidents: summary.incidents.length },
    }
    if (asked.components.length > 0) return judgeComponents(summary, asked.components, details)
    const reason = `its status page says: ${summary.status.description}`
    return judgement(statusOfIndicator[summary.status.indicator], reason, details)
  },
})

const statusOfIndicator: Readonly<Record<Summary['status']['indicator'], VerdictStatus>> = {
  none: 'healthy',
  minor: 'degraded',
  major: 'degraded',
  critical: 'down',
  maintenance: 'degraded',
}

const statusOfComponent: Readonly<Record<(typeof componentStatuses)[number], VerdictStatus>> = {
  operational: 'healthy',
  degraded_performance: 'degraded',
  partial_outage: 'degraded',
  major_outage: 'down',
  under_maintenance: 'degraded',
}

/** The worst of the components that matter decides; one that is not on the page makes it unknown. */
function judgeComponents(
  summary: Summary,
  wanted: readonly string[],
  details: Pick<Judgement, 'evidence' | 'figures'>,
): Judgement {
  const found = summary.components.filter((component) => wanted.includes(component.name))
  const missing = wanted.find((name) => !found.some((component) => component.name === name))
  if (missing !== undefined)
    return judgement('unknown', `its status page has no component ${missing}`, details)
  for (const status of ['down', 'degraded'] as const) {
    const bad = found.find((component) => statusOfComponent[component.status] === status)
    if (bad) return judgement(status, `its status page says: ${bad.name} ${inWords(bad.status)}`, details)
  }
  return judgement('healthy', 'its status page says: operational', details)
}

function linesOf(summary: Summary): EvidenceLine[] {
  const affected = summary.components.filter((component) => component.status !== 'operational')
  return [
    { label: 'Status', value: `${summary.page.name}: ${summary.status.description}` },
    ...affected.map((component) => ({ label: component.name, value: inWords(component.status) })),
    ...summary.incidents.map((incident) => ({
      label: 'Incident',
      value: `${incident.name} (${incident.status}, impact ${incident.impact})`,
    })),
  ]
}

function inWords(status: string): string {
  return status.replaceAll('_', ' ')
}
