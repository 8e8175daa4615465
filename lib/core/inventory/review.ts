import { z } from 'zod'
import { slugSchema } from './slug'

/** When people last looked at something and agreed that it is so. */
export const reviewSchema = z.strictObject({
  slug: slugSchema,
  subject: z.enum(['diagrams', 'data-flows', 'ciphers', 'firewall', 'suppliers']),
  reviewedAt: z.iso.date(),
  by: z.string(),
  specifiedIn: z.array(z.string()).min(1),
})

/** How long the audit log is kept, and whether reading it is an entry too. */
export const auditPolicySchema = z.strictObject({
  retentionMonths: z.number().positive().optional(),
  searchableMonths: z.number().positive().optional(),
  logsReads: z.boolean().optional(),
})
