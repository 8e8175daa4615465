import { z } from 'zod'
import { groupSchema } from './group'
import { linkSchema } from './link'
import { nodeSchema } from './node'
import { slugSchema } from './slug'
import { viewSchema } from './view'

const placeSchema = z.strictObject({
  slug: slugSchema,
  name: z.string(),
  specifiedIn: z.array(z.string()).min(1),
})

/** The declared estate, whole. The file `inventory/<estate>.yaml` is this, and each revision stores it. */
export const inventorySchema = z.strictObject({
  version: z.literal(1),
  estate: z.strictObject({ slug: slugSchema, name: z.string(), environment: z.string() }),
  zones: z.array(placeSchema),
  regions: z.array(placeSchema),
  groups: z.array(groupSchema),
  nodes: z.array(nodeSchema).min(1),
  links: z.array(linkSchema),
  views: z.array(viewSchema),
})
export type Inventory = z.infer<typeof inventorySchema>
/** As written by people: fields with a default may be left out. */
export type InventoryInput = z.input<typeof inventorySchema>
