import { z } from 'zod'
import { vantages } from '@/lib/core/observed/fact'
import { defineEndpoint, fileBody } from './endpoint'
import { instantSchema } from './instant'
import { inventoryPlanSchema } from './inventory'

/** The least that every import needs; more for those that change the inventory. */
const kindParams = z.strictObject({
  kind: z.string().max(40).meta({ description: 'A kind of file, or `auto` to have it recognised.' }),
})

const options = {
  file: z.string().min(1).max(200).default('file').meta({ description: 'Its name, for people.' }),
  vantage: z.enum(vantages).exclude(['worker']).optional().meta({ description: 'From where it was made.' }),
  node: z.string().max(100).optional().meta({ description: 'The node on which it was made.' }),
  observedAt: instantSchema.optional().meta({
    description: 'When it was made, for kinds that do not say so themselves; now by default.',
  }),
}

const importKindSchema = z.object({
  kind: z.string(),
  title: z.string(),
  madeBy: z.string(),
  takesOver: z.string(),
  effect: z.enum(['facts', 'inventory']),
  vantages: z.array(z.enum(vantages)),
  needsNode: z.boolean(),
})
export type ImportKindWire = z.infer<typeof importKindSchema>

const understoodSchema = z.object({ line: z.int(), text: z.string(), as: z.string() })
const notUnderstoodSchema = z.object({
  line: z.int(),
  text: z.string(),
  reason: z.string(),
  remedy: z.string(),
})

const factsPlanSchema = z.object({
  type: z.literal('facts'),
  hash: z.string(),
  vantage: z.enum(vantages),
  node: z.string().nullable(),
  observedAt: instantSchema,
  validUntil: instantSchema.meta({ description: 'After this it proves nothing any more.' }),
  facts: z.int(),
  same: z.int(),
  older: z.int().meta({ description: 'Of these something newer is known, and stays.' }),
  added: z.int(),
  changed: z.int(),
  removed: z.int(),
  changes: z
    .array(
      z.object({
        change: z.enum(['added', 'changed', 'removed']),
        subject: z.string(),
        from: z.string().nullable(),
        to: z.string().nullable(),
      }),
    )
    .meta({ description: 'The first 500.' }),
})

const inventoryImportPlanSchema = z.object({
  type: z.literal('inventory'),
  hash: z.string(),
  baseRevision: z.int(),
  plan: inventoryPlanSchema,
})

export const importPreviewSchema = z
  .object({
    kind: z.string(),
    file: z.string(),
    contentHash: z.string(),
    sizeBytes: z.int(),
    encoding: z.string(),
    understood: z.array(understoodSchema).meta({ description: 'The first 500.' }),
    understoodCount: z.int(),
    notUnderstood: z.array(notUnderstoodSchema).meta({ description: 'The first 500.' }),
    notUnderstoodCount: z.int(),
    needs: z
      .array(z.enum(['node', 'vantage']))
      .meta({ description: 'What must be said before there is a plan.' }),
    plan: z.discriminatedUnion('type', [factsPlanSchema, inventoryImportPlanSchema]).nullable(),
  })
  .meta({ id: 'ImportPreview' })
export type ImportPreviewWire = z.infer<typeof importPreviewSchema>

export const importWireSchema = z
  .object({
    id: z.string(),
    at: instantSchema,
    actor: z.string(),
    kind: z.string(),
    file: z.string(),
    contentHash: z.string(),
    sizeBytes: z.int(),
    vantage: z.string().nullable(),
    node: z.string().nullable(),
    understood: z.int(),
    notUnderstood: z.int(),
    added: z.int(),
    changed: z.int(),
    removed: z.int(),
    auditSubject: z.string().meta({ description: 'Finds its audit entry.' }),
  })
  .meta({ id: 'Import' })
export type ImportWire = z.infer<typeof importWireSchema>

export const listImportKinds = defineEndpoint({
  id: 'listImportKinds',
  method: 'GET',
  path: '/api/v1/imports/kinds',
  summary: 'What can be imported, and how such files are made',
  role: 'auditor',
  response: z.object({ kinds: z.array(importKindSchema) }),
})

export const listImports = defineEndpoint({
  id: 'listImports',
  method: 'GET',
  path: '/api/v1/imports',
  summary: 'What was imported, newest first',
  role: 'auditor',
  query: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
  response: z.object({ imports: z.array(importWireSchema) }),
})

export const getImportedFile = defineEndpoint({
  id: 'getImportedFile',
  method: 'GET',
  path: '/api/v1/imports/{id}/file',
  summary: 'An imported file, byte for byte as it came',
  role: 'auditor',
  params: z.strictObject({ id: z.uuid() }),
  contentType: 'application/octet-stream',
  response: z.string(),
})

export const previewImport = defineEndpoint({
  id: 'previewImport',
  method: 'POST',
  path: '/api/v1/imports/{kind}',
  summary:
    'Read a file and say what importing it would change; changes nothing. Kinds that change the inventory need the role admin',
  role: 'operator',
  params: kindParams,
  query: z.strictObject(options),
  body: fileBody,
  response: importPreviewSchema,
})

export const applyImport = defineEndpoint({
  id: 'applyImport',
  method: 'POST',
  path: '/api/v1/imports/{kind}/apply',
  summary: 'Import the file as it was planned, all of it or nothing',
  role: 'operator',
  params: kindParams,
  query: z.strictObject({
    ...options,
    plan: z
      .string()
      .max(100)
      .meta({ description: "The hash of the preview's plan; another plan is refused." }),
    message: z.string().trim().max(500).optional().meta({ description: 'Why, for the audit log.' }),
  }),
  body: fileBody,
  response: importWireSchema,
})
