import { z } from 'zod'
import { slugSchema } from './slug'

/** How one store's data is kept a second time. Replication is none: it copies every mistake at once. */
export const backupSchema = z.strictObject({
  slug: slugSchema,
  /** Nodes whose data it holds; `dns` stands for the zone itself. */
  of: z.array(slugSchema).min(1),
  method: z.enum(['dump', 'snapshot', 'archive', 'replication', 'export']).optional(),
  intervalSeconds: z.number().positive().optional(),
  durationSeconds: z.number().nonnegative().optional(),
  rpoSeconds: z.number().nonnegative().optional(),
  copies: z
    .array(
      z.strictObject({
        node: slugSchema,
        region: z.string().optional(),
        account: z.string().optional(),
        hasObjectLock: z.boolean().optional(),
        hasVersioning: z.boolean().optional(),
      }),
    )
    .default([]),
  encryption: z
    .strictObject({ isEncrypted: z.boolean(), isKeyStoredApart: z.boolean().optional() })
    .optional(),
  restoreTests: z.array(z.strictObject({ at: z.iso.date(), result: z.string(), by: z.string() })).optional(),
  specifiedIn: z.array(z.string()).min(1),
})
