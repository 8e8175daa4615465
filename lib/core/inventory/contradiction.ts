import { z } from 'zod'
import { slugSchema } from './slug'

/**
 * Statements of the specification that cannot all hold, or of which one leaves open what another says.
 * The inventory keeps each as it stands; which of them is right is for people.
 */
export const contradictionSchema = z.strictObject({
  slug: slugSchema,
  subject: z.string(),
  kind: z.enum(['contradiction', 'ambiguity']),
  statements: z
    .array(z.strictObject({ section: z.string(), text: z.string() }))
    .min(2)
    .meta({ description: 'Each with the section of the specification that makes it.' }),
  why: z.string().meta({ description: 'Why they cannot all hold, or what they leave open.' }),
  /** How the inventory reads an ambiguity where it has to write something down. */
  reading: z.string().optional(),
  nodes: z.array(slugSchema).default([]),
  links: z.array(slugSchema).default([]),
  ports: z.array(slugSchema).default([]),
})
