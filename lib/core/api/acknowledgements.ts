import { z } from 'zod'
import { slugSchema } from '@/lib/core/inventory/slug'
import { defineEndpoint } from './endpoint'
import { instantSchema } from './instant'

export const acknowledgementWireSchema = z.object({
  id: z.uuid(),
  node: slugSchema,
  note: z.string(),
  acknowledgedBy: z.string(),
  acknowledgedAt: instantSchema,
})
export type AcknowledgementWire = z.infer<typeof acknowledgementWireSchema>

export const acknowledgeNode = defineEndpoint({
  id: 'acknowledgeNode',
  method: 'POST',
  path: '/api/v1/nodes/{slug}/acknowledgements',
  summary: 'Say that you have seen the failure of a node and work on it; ends when the node recovers',
  role: 'operator',
  params: z.strictObject({ slug: slugSchema }),
  body: z.strictObject({ note: z.string().trim().min(1).max(500) }),
  response: acknowledgementWireSchema,
})
