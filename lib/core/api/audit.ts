import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { instantSchema } from './instant'

export const auditEntryWireSchema = z
  .object({
    id: z.int(),
    at: instantSchema,
    actor: z.string(),
    action: z.string(),
    subject: z.string(),
    before: z.json(),
    after: z.json(),
    requestId: z.string().nullable(),
  })
  .meta({ id: 'AuditEntry' })
export type AuditEntryWire = z.infer<typeof auditEntryWireSchema>

export const listAudit = defineEndpoint({
  id: 'listAudit',
  method: 'GET',
  path: '/api/v1/audit',
  summary: 'Who did what, newest first, page by page',
  role: 'auditor',
  query: z.strictObject({
    before: z.coerce
      .number()
      .int()
      .min(1)
      .optional()
      .meta({ description: 'Entries older than this id; `nextBefore` of the page before.' }),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    actor: z.string().max(200).optional(),
    action: z.string().max(100).optional(),
    subject: z.string().max(200).optional(),
  }),
  response: z.object({ entries: z.array(auditEntryWireSchema), nextBefore: z.int().nullable() }),
})
