import { z } from 'zod'
import { slugSchema } from '@/lib/core/inventory/slug'
import { runModes, runStatuses, stepStatuses } from '@/lib/core/runbooks/run'
import { runPhases, stepKinds } from '@/lib/core/runbooks/runbook'
import { defineEndpoint } from './endpoint'
import { instantSchema } from './instant'
import { evidenceWireSchema, preflightCheckWireSchema } from './runbooks'
import { recoveryPointWireSchema, stepUndoWireSchema, timelineEntryWireSchema } from './runs'

const approvalReportSchema = z.object({
  by: z.string(),
  at: instantSchema,
  attempt: z.int(),
  breakGlassReason: z.string().nullable(),
})

/** What was done in one step, by whom, with what evidence. */
const stepReportSchema = z.object({
  key: slugSchema,
  number: z.int(),
  kind: z.enum(stepKinds),
  phase: z.enum(runPhases),
  title: z.string(),
  status: z.enum(stepStatuses),
  /** Why it failed, or was skipped. */
  reason: z.string().nullable(),
  isDestructive: z.boolean(),
  attempts: z.int(),
  requestedBy: z.string().nullable(),
  approvals: z.array(approvalReportSchema),
  startedAt: instantSchema.nullable(),
  endedAt: instantSchema.nullable(),
  /** What it said it would do. */
  commands: z.array(z.string()),
  chosen: z.string().nullable(),
  undo: stepUndoWireSchema.nullable(),
  result: z
    .object({
      summary: z.string(),
      changed: z.boolean(),
      evidence: z.array(evidenceWireSchema),
      checks: z.array(preflightCheckWireSchema),
    })
    .nullable(),
})

/** The report of a run, made by itself from its journal. */
export const runReportWireSchema = z.object({
  run: z.object({
    id: z.uuid(),
    number: z.int(),
    mode: z.enum(runModes),
    status: z.enum(runStatuses),
    reason: z.string(),
    startedBy: z.string(),
    commander: z.string(),
    parameters: z.record(z.string(), z.string()),
    targets: z.array(slugSchema),
    stoppedBecause: z.string().nullable(),
  }),
  runbook: z.object({
    id: slugSchema,
    title: z.string(),
    scenario: z.string(),
    hash: z.string().meta({ description: 'SHA-256 of the source that was run, hex' }),
    source: z.string(),
  }),
  generatedAt: instantSchema,
  /** False while the run goes on: what follows is then not final. */
  isFinal: z.boolean(),
  detectedAt: instantSchema.nullable(),
  startedAt: instantSchema,
  /** End of the last verified step of the phase `verify`; null when service was not verified. */
  restoredAt: instantSchema.nullable(),
  endedAt: instantSchema.nullable(),
  rto: z.object({ objectiveMs: z.number(), elapsedMs: z.number(), met: z.boolean().nullable() }),
  rpo: z
    .object({
      objectiveSeconds: z.number(),
      recoveryPoint: recoveryPointWireSchema.nullable(),
      met: z.boolean().nullable(),
    })
    .meta({ description: 'What was lost, by what the data said before the step that opened it.' }),
  phases: z.array(
    z.object({ phase: z.enum(runPhases), startedAt: instantSchema.nullable(), elapsedMs: z.number() }),
  ),
  steps: z.array(stepReportSchema),
  skipped: z.array(z.object({ key: slugSchema, title: z.string(), by: z.string(), reason: z.string() })),
  timeline: z.array(timelineEntryWireSchema),
})
export type RunReportWire = z.infer<typeof runReportWireSchema>

export const readRunReport = defineEndpoint({
  id: 'readRunReport',
  method: 'GET',
  path: '/api/v1/runs/{id}/report',
  summary:
    'The report of a run: time line, phases, RTO and RPO against their objective, actions, approvals, what was skipped',
  role: 'auditor',
  params: z.strictObject({ id: z.uuid() }),
  response: runReportWireSchema,
})
