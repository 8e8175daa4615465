import { z } from 'zod'
import { findingEventKinds, findingStatuses } from '@/lib/core/findings/life-cycle'
import { severities } from '@/lib/core/findings/rule-definition'
import { slugSchema } from '@/lib/core/inventory/slug'
import { defineEndpoint } from './endpoint'
import { instantSchema } from './instant'

const statementWireSchema = z.object({
  view: z.string(),
  field: z.string(),
  value: z.string(),
  source: z.string(),
  setBy: z.string(),
  setAt: instantSchema.nullable(),
})

export const findingWireSchema = z
  .object({
    id: z.uuid(),
    rule: z.string().meta({ description: 'Id of the catalogue: PORT-001.' }),
    severity: z.enum(severities),
    status: z.enum(findingStatuses),
    title: z.string(),
    subjects: z.array(z.string()).meta({ description: 'Slugs of what it is about, nodes first.' }),
    about: z.array(z.string()).meta({ description: 'The same with their kind: `node:nginx-1`, `link:ID`.' }),
    statements: z.array(statementWireSchema),
    needs: z
      .object({ fact: z.string(), inventoryPath: z.string() })
      .optional()
      .meta({ description: 'The fact without which it cannot be judged; it then only asks.' }),
    rootCause: z.string().optional(),
    contradictions: z
      .array(z.string())
      .meta({ description: 'Declared contradictions that it found by itself.' }),
    fixes: z.array(
      z.object({
        title: z.string(),
        changes: z.int().meta({ description: 'Index of the statement that it changes.' }),
        how: z.string(),
      }),
    ),
    openedAt: instantSchema,
    changedAt: instantSchema,
    resolvedAt: instantSchema.nullable(),
    acknowledgedBy: z.string().nullable(),
    waiver: z.object({ until: instantSchema, owner: z.string(), reason: z.string() }).nullable(),
  })
  .meta({ id: 'Finding' })
export type FindingWire = z.infer<typeof findingWireSchema>

export const listFindings = defineEndpoint({
  id: 'listFindings',
  method: 'GET',
  path: '/api/v1/findings',
  summary: 'What contradicts, is missing or cannot be judged; without a status, all that is not resolved',
  role: 'auditor',
  query: z.strictObject({
    status: z.enum([...findingStatuses, 'all']).optional(),
    severity: z.enum(severities).optional(),
    rule: z.string().max(20).optional(),
    view: z
      .string()
      .max(100)
      .optional()
      .meta({ description: 'A section that one of its statements comes from.' }),
    subject: z.string().max(80).optional().meta({ description: 'A slug that it is about.' }),
    rootCause: z.string().max(80).optional(),
  }),
  response: z.object({
    findings: z.array(findingWireSchema),
    counts: z.record(z.enum(severities), z.int()).meta({ description: 'Open ones that are no questions.' }),
    evaluatedAt: instantSchema
      .nullable()
      .meta({ description: 'When a worker last looked; null before the first time.' }),
  }),
})

export const listFindingRules = defineEndpoint({
  id: 'listFindingRules',
  method: 'GET',
  path: '/api/v1/findings/rules',
  summary: 'The catalogue: every rule with how it was last judged',
  role: 'auditor',
  response: z.object({
    rules: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        severity: z.enum(severities),
        reference: z.string(),
        reads: z.array(z.string()),
        outcome: z.enum(['fires', 'holds', 'needs', 'failed', 'not-evaluated']),
        evaluatedAt: instantSchema.nullable(),
      }),
    ),
  }),
})

const findingParams = z.strictObject({ id: z.uuid() })

export const findingDetailSchema = findingWireSchema.extend({
  ruleTitle: z.string(),
  reference: z.string(),
  declared: z.array(
    z.object({
      slug: slugSchema,
      subject: z.string(),
      why: z.string(),
      statements: z.array(z.object({ section: z.string(), text: z.string() })),
    }),
  ),
  history: z.array(
    z.object({ at: instantSchema, kind: z.enum(findingEventKinds), actor: z.string(), note: z.string() }),
  ),
})

export const readFinding = defineEndpoint({
  id: 'readFinding',
  method: 'GET',
  path: '/api/v1/findings/{id}',
  summary: 'One finding with its history and the declared contradictions that it cites',
  role: 'auditor',
  params: findingParams,
  response: findingDetailSchema,
})

const note = z.string().trim().min(1).max(500)

export const acknowledgeFinding = defineEndpoint({
  id: 'acknowledgeFinding',
  method: 'POST',
  path: '/api/v1/findings/{id}/acknowledge',
  summary: 'Say that you have seen a finding and work on it',
  role: 'operator',
  params: findingParams,
  body: z.strictObject({ note }),
  response: findingWireSchema,
})

export const waiveFinding = defineEndpoint({
  id: 'waiveFinding',
  method: 'POST',
  path: '/api/v1/findings/{id}/waive',
  summary: 'Accept a finding until a date, with somebody who answers for it and why',
  role: 'commander',
  params: findingParams,
  body: z.strictObject({ until: instantSchema, owner: z.string().trim().min(1).max(100), reason: note }),
  response: findingWireSchema,
})

export const reopenFinding = defineEndpoint({
  id: 'reopenFinding',
  method: 'POST',
  path: '/api/v1/findings/{id}/reopen',
  summary: 'Take an acknowledgement or a waiver back',
  role: 'operator',
  params: findingParams,
  body: z.strictObject({ note }),
  response: findingWireSchema,
})
