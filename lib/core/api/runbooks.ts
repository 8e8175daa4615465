import { z } from 'zod'
import { slugSchema } from '@/lib/core/inventory/slug'
import { choiceVerdicts } from '@/lib/core/runbooks/parameter-choices'
import { runModes, runStatuses, stepStatuses } from '@/lib/core/runbooks/run'
import { runPhases, stepKinds } from '@/lib/core/runbooks/runbook'
import { defineEndpoint } from './endpoint'
import { instantSchema } from './instant'

export const evidenceWireSchema = z.object({ label: z.string(), value: z.string() })

export const preflightCheckWireSchema = z.object({
  key: z.string(),
  title: z.string(),
  outcome: z.enum(['passed', 'warning', 'failed', 'unknown']),
  reason: z.string(),
  evidence: z.array(evidenceWireSchema),
})
export type PreflightCheckWire = z.infer<typeof preflightCheckWireSchema>

/** Whether a runbook would work if it were started now, as last evaluated. */
export const executableWireSchema = z.object({
  status: z.enum(['executable', 'not-executable', 'unknown']),
  evaluatedAt: instantSchema.nullable(),
  reasons: z.array(z.string()),
})

export const runSummaryWireSchema = z.object({
  id: z.uuid(),
  number: z.int(),
  runbookId: slugSchema,
  title: z.string(),
  mode: z.enum(runModes),
  status: z.enum(runStatuses),
  startedAt: instantSchema,
  startedBy: z.string(),
  endedAt: instantSchema.nullable(),
  /** What to do now, for the strip on every page. */
  currentStep: z
    .object({
      key: slugSchema,
      number: z.int(),
      of: z.int(),
      title: z.string(),
      status: z.enum(stepStatuses),
    })
    .nullable(),
  rto: z.object({
    objectiveMs: z.number(),
    elapsedMs: z.number(),
    met: z.boolean().nullable(),
    startedAt: instantSchema
      .nullable()
      .meta({ description: 'The first failed observation, or the start; null before.' }),
    stoppedAt: instantSchema
      .nullable()
      .meta({ description: 'When the end of the loss of service was verified, or the run ended.' }),
  }),
})
export type RunSummaryWire = z.infer<typeof runSummaryWireSchema>

/** A runbook that another one names. */
export const runbookReferenceWireSchema = z.object({ id: slugSchema, title: z.string() })
export type RunbookReferenceWire = z.infer<typeof runbookReferenceWireSchema>

export const runbookSummaryWireSchema = z.object({
  id: slugSchema,
  title: z.string(),
  scenario: z.string(),
  severity: z.enum(['critical', 'high', 'medium', 'low']),
  rtoSeconds: z.number(),
  rpoSeconds: z.number(),
  targets: z.array(slugSchema),
  wayBack: runbookReferenceWireSchema.nullable(),
  steps: z.int(),
  executable: executableWireSchema,
  lastRun: runSummaryWireSchema.nullable(),
  lastDrill: runSummaryWireSchema.nullable(),
  activeRun: runSummaryWireSchema.nullable(),
})
export type RunbookSummaryWire = z.infer<typeof runbookSummaryWireSchema>

export const runbookWireSchema = runbookSummaryWireSchema.extend({
  introduction: z.string().meta({ description: 'Markdown' }),
  triggers: z.array(z.string()),
  parameters: z.array(
    z.object({
      name: slugSchema,
      title: z.string(),
      options: z.array(z.string()).nullable(),
      default: z.string().meta({ description: 'The best that was found, where that was looked at.' }),
      choices: z
        .array(z.object({ value: z.string(), verdict: z.enum(choiceVerdicts), reason: z.string() }))
        .nullable()
        .meta({
          description: 'Which values would do now, the best first; null when that is not known.',
        }),
    }),
  ),
  source: z.string(),
  hash: z.string().meta({ description: 'SHA-256 of the source, hex' }),
  specifiedIn: z.array(z.string()),
  plan: z.array(
    z.object({
      key: slugSchema,
      kind: z.enum(stepKinds),
      phase: z.enum(runPhases),
      title: z.string(),
      prose: z.string().meta({ description: 'Markdown' }),
      isDestructive: z.boolean(),
      confirm: z.string().nullable(),
      approvals: z.object({ role: z.string(), count: z.int() }).nullable(),
      checks: z.array(preflightCheckWireSchema).meta({ description: 'As last evaluated.' }),
    }),
  ),
})
export type RunbookWire = z.infer<typeof runbookWireSchema>

/** What keeps a file of the folder out of the list, as people mend it. */
export const runbookFileProblemWireSchema = z.object({
  file: z.string(),
  line: z.int().nullable(),
  message: z.string(),
  remedy: z.string().nullable(),
})
export type RunbookFileProblemWire = z.infer<typeof runbookFileProblemWireSchema>

const runbookParams = z.strictObject({ id: slugSchema })

export const listRunbooks = defineEndpoint({
  id: 'listRunbooks',
  method: 'GET',
  path: '/api/v1/runbooks',
  summary:
    'Every runbook, with whether it would work now, its last run and its last drill; and the broken files',
  role: 'auditor',
  response: z.object({
    runbooks: z.array(runbookSummaryWireSchema),
    problems: z.array(runbookFileProblemWireSchema),
  }),
})

export const readRunbook = defineEndpoint({
  id: 'readRunbook',
  method: 'GET',
  path: '/api/v1/runbooks/{id}',
  summary: 'One runbook: what it says, its plan, its source and hash',
  role: 'auditor',
  params: runbookParams,
  response: runbookWireSchema,
})

export const askEvaluation = defineEndpoint({
  id: 'askEvaluation',
  method: 'POST',
  path: '/api/v1/runbooks/{id}/evaluation',
  summary: 'Have a worker look now whether a runbook would work and upon what; once in 5 s for all who ask',
  role: 'operator',
  params: runbookParams,
  response: z.object({
    notBefore: instantSchema.meta({
      description: 'The answer has come when `executable.evaluatedAt` is no earlier.',
    }),
  }),
})

export const startRun = defineEndpoint({
  id: 'startRun',
  method: 'POST',
  path: '/api/v1/runbooks/{id}/runs',
  summary: 'Start a run; one active run a target, the second is told who was first',
  role: 'operator',
  params: runbookParams,
  body: z.strictObject({
    mode: z.enum(runModes),
    reason: z.string().trim().min(1).max(500),
    parameters: z.record(slugSchema, z.string()).default({}),
    wayBackOf: z.uuid().optional().meta({
      description:
        'The run that this one takes back: it is given what that one noted before it changed anything.',
    }),
  }),
  response: runSummaryWireSchema,
})
