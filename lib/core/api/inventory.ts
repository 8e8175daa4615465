import { z } from 'zod'
import { inventorySchema } from '@/lib/core/inventory/inventory'
import { defineEndpoint } from './endpoint'
import { instantSchema } from './instant'

const revisionSchema = z.object({
  revision: z.int(),
  appliedAt: instantSchema,
  actor: z.string(),
  message: z.string(),
  contentHash: z.string(),
})

const changeSchema = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['added', 'removed']), kind: z.string(), slug: z.string(), summary: z.string() }),
  z.object({
    type: z.literal('changed'),
    kind: z.string(),
    slug: z.string(),
    fields: z.array(z.object({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() })),
  }),
])

export const inventoryPlanSchema = z.object({
  changes: z.array(changeSchema),
  added: z.int(),
  changed: z.int(),
  removed: z.int(),
})

const textFields = {
  text: z.string().min(1).meta({ description: 'The whole inventory, as YAML or JSON.' }),
  file: z
    .string()
    .max(200)
    .default('inventory.yaml')
    .meta({ description: 'Its name in the messages about it.' }),
}

export const getInventoryEndpoint = defineEndpoint({
  id: 'getInventory',
  method: 'GET',
  path: '/api/v1/inventory',
  summary: 'The declared estate in force, or an earlier revision',
  role: 'auditor',
  query: z.strictObject({ revision: z.coerce.number().int().min(1).optional() }),
  response: revisionSchema.extend({ inventory: inventorySchema }),
})

export const exportInventoryEndpoint = defineEndpoint({
  id: 'exportInventory',
  method: 'GET',
  path: '/api/v1/inventory/export',
  summary: 'The same as a YAML file; applying it again changes nothing',
  role: 'auditor',
  query: z.strictObject({ revision: z.coerce.number().int().min(1).optional() }),
  contentType: 'application/yaml',
  response: z.string(),
})

export const listRevisionsEndpoint = defineEndpoint({
  id: 'listInventoryRevisions',
  method: 'GET',
  path: '/api/v1/inventory/revisions',
  summary: 'The newest revisions of the inventory, newest first',
  role: 'auditor',
  query: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
  response: z.object({ revisions: z.array(revisionSchema) }),
})

export const planInventoryEndpoint = defineEndpoint({
  id: 'planInventory',
  method: 'POST',
  path: '/api/v1/inventory/plan',
  summary: 'What applying this text would change; changes nothing',
  role: 'admin',
  body: z.strictObject(textFields),
  response: z.object({
    baseRevision: z.int().meta({ description: 'Give it to apply, which then refuses a stale plan.' }),
    plan: inventoryPlanSchema,
  }),
})

export const applyInventoryEndpoint = defineEndpoint({
  id: 'applyInventory',
  method: 'POST',
  path: '/api/v1/inventory/apply',
  summary: 'Put an inventory in force, all of it or nothing',
  role: 'admin',
  body: z.strictObject({
    ...textFields,
    message: z.string().trim().min(1).max(500),
    baseRevision: z.int().min(0).optional(),
  }),
  response: z.object({ revision: z.int(), isChanged: z.boolean(), plan: inventoryPlanSchema }),
})
