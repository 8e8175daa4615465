import { z } from 'zod'

/** What an import came to, kept with it. */
export const importSummarySchema = z.object({
  understood: z.int(),
  notUnderstood: z.int(),
  added: z.int(),
  changed: z.int(),
  removed: z.int(),
})
export type ImportSummary = z.infer<typeof importSummarySchema>
