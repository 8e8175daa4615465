import { z } from 'zod'
import { slugSchema } from '@/lib/core/inventory/slug'
import { stepStatuses } from '@/lib/core/runbooks/run'
import { runPhases, stepKinds } from '@/lib/core/runbooks/runbook'
import { defineEndpoint } from './endpoint'
import { instantSchema } from './instant'
import {
  evidenceWireSchema,
  preflightCheckWireSchema,
  runbookReferenceWireSchema,
  runSummaryWireSchema,
} from './runbooks'

export const recoveryPointWireSchema = z.object({
  transactions: z.int().nullable(),
  ageSeconds: z.number().nullable(),
  isAtMost: z
    .boolean()
    .meta({ description: 'The age is the most that it can be, and not what was measured.' }),
  reason: z.string(),
})

/** What the person who asks may do with a step now; the API refuses the rest. */
export const stepControls = [
  'execute',
  'approve',
  'break-glass',
  'confirm',
  'decide',
  'retry',
  'skip',
  'undo',
] as const

export const stepUndoWireSchema = z
  .object({
    requestedBy: z.string(),
    requestedAt: instantSchema,
    reason: z.string(),
    endedAt: instantSchema.nullable().meta({ description: 'Null while it is under way.' }),
    result: z
      .object({ summary: z.string(), changed: z.boolean(), evidence: z.array(evidenceWireSchema) })
      .nullable()
      .meta({ description: 'What was read back; null when it could not be taken back, or is not yet.' }),
  })
  .meta({ description: 'The last time that somebody asked for the step to be taken back.' })

export const runStepWireSchema = z.object({
  key: slugSchema,
  number: z.int(),
  kind: z.enum(stepKinds),
  phase: z.enum(runPhases),
  title: z.string(),
  prose: z.string(),
  status: z.enum(stepStatuses),
  /** Why it is blocked, failed or skipped. */
  reason: z.string().nullable(),
  isDestructive: z.boolean(),
  confirm: z.string().nullable(),
  evidencePrompt: z
    .string()
    .nullable()
    .meta({ description: 'The sentence of evidence that a manual step asks for.' }),
  startedAt: instantSchema.nullable(),
  endedAt: instantSchema.nullable(),
  requestedBy: z.string().nullable(),
  attempts: z.int(),
  approvals: z
    .object({
      role: z.string(),
      needed: z.int(),
      expiresAt: instantSchema.nullable(),
      given: z.array(
        z.object({ by: z.string(), at: instantSchema, breakGlassReason: z.string().nullable() }),
      ),
    })
    .nullable(),
  description: z
    .object({
      summary: z.string(),
      commands: z.array(z.string()),
      facts: z.array(evidenceWireSchema),
      recoveryPoint: recoveryPointWireSchema.nullable(),
      describedAt: instantSchema,
    })
    .nullable(),
  preflight: z.array(preflightCheckWireSchema),
  preflightAt: instantSchema.nullable(),
  result: z
    .object({
      summary: z.string(),
      changed: z.boolean(),
      evidence: z.array(evidenceWireSchema),
      checks: z.array(preflightCheckWireSchema),
      actedAt: instantSchema
        .nullable()
        .meta({ description: 'When it was about to change a real system for the first time.' }),
    })
    .nullable(),
  options: z
    .array(z.object({ value: slugSchema, title: z.string(), consequence: z.string() }))
    .meta({ description: 'Of a decision.' }),
  chosen: z.string().nullable(),
  undo: stepUndoWireSchema.nullable(),
  controls: z.array(z.enum(stepControls)),
})
export type RunStepWire = z.infer<typeof runStepWireSchema>

export const timelineEntryWireSchema = z.object({
  id: z.int(),
  at: instantSchema,
  actor: z.string(),
  kind: z.string().meta({ description: 'run-started, step-succeeded, approved, comment, note, …' }),
  stepKey: slugSchema.nullable(),
  text: z.string(),
})
export type TimelineEntryWire = z.infer<typeof timelineEntryWireSchema>

export const runWireSchema = runSummaryWireSchema.extend({
  reason: z.string(),
  runbookHash: z.string(),
  commander: z.string(),
  stoppedBecause: z.string().nullable(),
  unheld: z
    .object({ since: instantSchema.nullable() })
    .nullable()
    .meta({ description: 'No worker holds the run, so nothing of it is done; null while one does.' }),
  paused: z
    .object({ by: z.string(), at: instantSchema, reason: z.string() })
    .nullable()
    .meta({ description: 'Who paused it and why; null while it is not paused.' }),
  targets: z.array(slugSchema),
  parameters: z.record(z.string(), z.string()),
  phases: z.array(
    z.object({
      phase: z.enum(runPhases),
      startedAt: instantSchema.nullable(),
      elapsedMs: z.number(),
      status: z.enum(['pending', 'active', 'done']),
    }),
  ),
  rpo: recoveryPointWireSchema.extend({ objectiveSeconds: z.number() }).nullable(),
  steps: z.array(runStepWireSchema),
  timeline: z.array(timelineEntryWireSchema),
  commanders: z
    .array(z.object({ name: z.string(), email: z.string() }))
    .meta({ description: 'To whom it can be handed over; empty for those who may not.' }),
  present: z
    .array(z.object({ name: z.string(), role: z.string(), isCommander: z.boolean(), seenAt: instantSchema }))
    .meta({ description: 'Who looks at it now, whoever commands it first.' }),
  controls: z.array(z.enum(['pause', 'resume', 'abort', 'hand-over', 'comment'])),
  waysBack: z.array(runbookReferenceWireSchema).meta({
    description:
      'Runbooks that lead back from what it has done so far, the one of its last deed first; to be started once it has ended.',
  }),
})
export type RunWire = z.infer<typeof runWireSchema>

const runParams = z.strictObject({ id: z.uuid() })
const stepParams = z.strictObject({ id: z.uuid(), key: slugSchema })
const step = (verb: string) => `/api/v1/runs/{id}/steps/{key}/${verb}`
const reason = z.string().trim().min(1).max(500)

export const listRuns = defineEndpoint({
  id: 'listRuns',
  method: 'GET',
  path: '/api/v1/runs',
  summary: 'Runs, newest first; with active=true those that go on',
  role: 'auditor',
  query: z.strictObject({
    active: z.stringbool().default(false),
    runbook: slugSchema.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  response: z.object({ runs: z.array(runSummaryWireSchema) }),
})

export const readRun = defineEndpoint({
  id: 'readRun',
  method: 'GET',
  path: '/api/v1/runs/{id}',
  summary: 'One run: clock, steps with plan and evidence, time line, who is here',
  role: 'auditor',
  params: runParams,
  response: runWireSchema,
})

export const executeStep = defineEndpoint({
  id: 'executeStep',
  method: 'POST',
  path: step('execute'),
  summary:
    'Ask for a step to be executed; a destructive one needs its confirmation typed and then its approvals',
  role: 'operator',
  params: stepParams,
  body: z.strictObject({ confirmation: z.string().optional() }),
  response: runWireSchema,
})

export const approveStep = defineEndpoint({
  id: 'approveStep',
  method: 'POST',
  path: step('approve'),
  summary: 'Approve a step that somebody else asked for; or break the glass, with a reason',
  role: 'commander',
  params: stepParams,
  body: z.strictObject({ breakGlassReason: reason.optional() }),
  response: runWireSchema,
})

export const confirmStep = defineEndpoint({
  id: 'confirmStep',
  method: 'POST',
  path: step('confirm'),
  summary: 'Say that a manual step is done, with the evidence that it asks for; or decide',
  role: 'operator',
  params: stepParams,
  body: z.strictObject({ evidence: z.string().max(2_000).optional(), choice: slugSchema.optional() }),
  response: runWireSchema,
})

export const retryStep = defineEndpoint({
  id: 'retryStep',
  method: 'POST',
  path: step('retry'),
  summary: 'Try a failed or blocked step again',
  role: 'operator',
  params: stepParams,
  body: z.strictObject({ confirmation: z.string().optional() }),
  response: runWireSchema,
})

export const skipStep = defineEndpoint({
  id: 'skipStep',
  method: 'POST',
  path: step('skip'),
  summary: 'Leave a step out, with the reason that the report will give',
  role: 'commander',
  params: stepParams,
  body: z.strictObject({ reason }),
  response: runWireSchema,
})

export const undoStep = defineEndpoint({
  id: 'undoStep',
  method: 'POST',
  path: step('undo'),
  summary: 'Take the effect of a step back to what was before it, by the same confirmation and approvals',
  role: 'operator',
  params: stepParams,
  body: z.strictObject({ confirmation: z.string().optional(), reason }),
  response: runWireSchema,
})

const runVerb = (id: string, verb: string, summary: string) =>
  defineEndpoint({
    id,
    method: 'POST',
    path: `/api/v1/runs/{id}/${verb}`,
    summary,
    role: 'commander',
    params: runParams,
    body: z.strictObject({ reason }),
    response: runWireSchema,
  })

export const pauseRun = runVerb('pauseRun', 'pause', 'Begin no further step; what runs ends first')
export const resumeRun = runVerb('resumeRun', 'resume', 'Go on with a paused run')
export const abortRun = runVerb(
  'abortRun',
  'abort',
  'End a run; what was done stays, its way back is offered',
)

export const handOverRun = defineEndpoint({
  id: 'handOverRun',
  method: 'POST',
  path: '/api/v1/runs/{id}/hand-over',
  summary: 'Make somebody else the commander of a run',
  role: 'commander',
  params: runParams,
  body: z.strictObject({ to: z.email(), reason }),
  response: runWireSchema,
})

export const commentOnRun = defineEndpoint({
  id: 'commentOnRun',
  method: 'POST',
  path: '/api/v1/runs/{id}/comments',
  summary: 'Add a sentence to the time line and the report',
  role: 'operator',
  params: runParams,
  body: z.strictObject({ text: z.string().trim().min(1).max(2_000) }),
  response: timelineEntryWireSchema,
})

export const beHereAtRun = defineEndpoint({
  id: 'beHereAtRun',
  method: 'PUT',
  path: '/api/v1/runs/{id}/presence',
  summary: 'Say that one is looking at a run; forgotten after 30 s',
  role: 'auditor',
  params: runParams,
})
