import { z } from 'zod'
import { linkKinds } from './link'
import { slugSchema } from './slug'

/** One view answers one question. Link kinds drive its layout or are context, drawn after it and thin. */
export const viewSchema = z.strictObject({
  slug: slugSchema,
  name: z.string(),
  question: z.string().meta({ description: 'The question that the view answers.' }),
  containers: z.enum(['zone', 'region', 'none']),
  /** `all`, or the nodes shown. */
  nodes: z.union([z.literal('all'), z.array(slugSchema).min(1)]),
  layoutLinks: z.array(z.enum(linkKinds)).min(1),
  contextLinks: z.array(z.enum(linkKinds)).default([]),
  direction: z.enum(['down', 'right']).default('down'),
  specifiedIn: z.array(z.string()).min(1),
})
export type InventoryView = z.infer<typeof viewSchema>
