import { z } from 'zod'
import { slugSchema } from './slug'

/** When a group still does its work. `at-least`: k members of n; `weighted`: members whose weights sum to `required`. */
export const groupPolicySchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('at-least'), required: z.int().min(1) }),
  z.strictObject({ type: z.literal('all') }),
  z.strictObject({
    type: z.literal('weighted'),
    required: z.number().positive(),
    weights: z.record(slugSchema, z.number().nonnegative()),
  }),
])
export type GroupPolicy = z.infer<typeof groupPolicySchema>

export const groupSchema = z.strictObject({
  slug: slugSchema,
  name: z.string(),
  policy: groupPolicySchema,
  /** Members beyond those nodes that name the group themselves; a node can be in several roll-ups but in one group. */
  members: z.array(slugSchema).optional(),
  specifiedIn: z.array(z.string()).min(1),
})
export type InventoryGroup = z.infer<typeof groupSchema>
