import { z } from 'zod'
import { slugSchema } from '@/lib/core/inventory/slug'
import { healthWireSchema } from '@/lib/core/topology/topology-wire'
import { instantSchema } from './instant'
import { probeWireSchema } from './nodes'

/** A part of the inventory, declared beside observed. */
export function sectionSchema<Declared extends z.ZodType>(declared: Declared) {
  return z.object({
    revision: z.int(),
    generatedAt: instantSchema,
    declared,
    health: z
      .record(slugSchema, healthWireSchema)
      .meta({ description: 'Of each node that this part names.' }),
    observed: z
      .array(probeWireSchema)
      .meta({ description: 'Probes of these nodes that tell of this part, with their evidence.' }),
  })
}
