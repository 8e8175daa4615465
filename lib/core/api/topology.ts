import { z } from 'zod'
import { slugSchema } from '@/lib/core/inventory/slug'
import { topologyWireSchema } from '@/lib/core/topology/topology-wire'
import { defineEndpoint } from './endpoint'
import { instantSchema } from './instant'

export const getTopology = defineEndpoint({
  id: 'getTopology',
  method: 'GET',
  path: '/api/v1/topology',
  summary: 'The estate with the health of every node and link, impact and root causes',
  role: 'auditor',
  query: z.strictObject({
    view: slugSchema.optional().meta({ description: 'Only the nodes and links that this view shows.' }),
    at: instantSchema.optional().meta({
      description: 'As it was at this instant, from the history of health changes and the revision of then.',
    }),
  }),
  response: topologyWireSchema.meta({ id: 'Topology' }),
})

const failSchema = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(slugSchema).min(1).max(100))

export const getWhatIf = defineEndpoint({
  id: 'getWhatIf',
  method: 'GET',
  path: '/api/v1/what-if',
  summary: 'What would follow if these nodes failed now; nothing is changed by asking',
  role: 'auditor',
  query: z.strictObject({ fail: failSchema }),
  response: z.object({
    assumed: z.array(slugSchema),
    cutOff: z.array(slugSchema),
    newlyCutOff: z.array(slugSchema).meta({ description: 'Those that are not cut off already.' }),
    topology: topologyWireSchema,
  }),
})

export const getSinglePointsOfFailure = defineEndpoint({
  id: 'getSinglePointsOfFailure',
  method: 'GET',
  path: '/api/v1/single-points-of-failure',
  summary: 'Nodes whose failure alone cuts an entry point off, the worst first',
  role: 'auditor',
  response: z.object({
    entryPoints: z.array(slugSchema),
    nodes: z.array(
      z.object({ slug: slugSchema, cutsOff: z.array(slugSchema), impacts: z.array(slugSchema) }),
    ),
  }),
})
