import { z } from 'zod'
import { slugSchema } from '@/lib/core/inventory/slug'
import { defineEndpoint } from './endpoint'
import { instantSchema } from './instant'

/** Farther than any map is wide. */
const coordinate = z.number().min(-1_000_000).max(1_000_000)
const params = z.strictObject({ view: slugSchema })

export const layoutWireSchema = z.object({
  view: slugSchema,
  positions: z.array(
    z.object({ node: slugSchema, x: coordinate, y: coordinate, movedBy: z.string(), movedAt: instantSchema }),
  ),
})
export type LayoutWire = z.infer<typeof layoutWireSchema>

export const getLayout = defineEndpoint({
  id: 'getLayout',
  method: 'GET',
  path: '/api/v1/layouts/{view}',
  summary: 'Where people have put nodes in a view; the others are placed by the layout',
  role: 'auditor',
  params,
  response: layoutWireSchema,
})

export const putLayout = defineEndpoint({
  id: 'putLayout',
  method: 'PUT',
  path: '/api/v1/layouts/{view}',
  summary: 'Put nodes somewhere for everybody, or give them back to the layout; others stay',
  role: 'operator',
  params,
  body: z.strictObject({
    moved: z
      .array(z.strictObject({ node: slugSchema, x: coordinate, y: coordinate }))
      .max(5_000)
      .default([]),
    released: z
      .union([z.literal('all'), z.array(slugSchema).max(5_000)])
      .default([])
      .meta({ description: 'Nodes that the layout places again.' }),
  }),
  response: layoutWireSchema,
})
