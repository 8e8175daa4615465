import { z } from 'zod'
import { slugSchema } from './slug'

export const dnsRecordTypes = ['A', 'AAAA', 'CNAME', 'MX', 'TXT', 'CAA'] as const

/** One record as the specification states it. Where that has a placeholder, `value` is the concrete one, if known. */
export const dnsRecordSchema = z.strictObject({
  slug: slugSchema,
  type: z.enum(dnsRecordTypes),
  name: z.string().meta({ description: 'Relative to the zone; `@` is the zone itself.' }),
  stated: z.string().meta({
    description: 'The data as specified, placeholders included: `104.26.10.xxx`, `10 mx1.smtp.de`.',
  }),
  value: z
    .string()
    .optional()
    .meta({ description: 'The concrete data, when `stated` has a placeholder and it is known.' }),
  note: z.string().optional(),
  specifiedIn: z.array(z.string()).min(1),
})

export const dnsSchema = z.strictObject({
  zone: z.string().meta({ description: 'The zone without a trailing dot.' }),
  /** The node that answers for the zone with authority. */
  server: slugSchema,
  records: z.array(dnsRecordSchema),
})
