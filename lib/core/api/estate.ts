import { z } from 'zod'
import { alertRuleSchema } from '@/lib/core/inventory/alert-rule'
import { flowSchema } from '@/lib/core/inventory/flow'
import { slugSchema } from '@/lib/core/inventory/slug'
import { trafficSchema } from '@/lib/core/inventory/traffic'
import { defineEndpoint } from './endpoint'
import { sectionSchema } from './estate-section'

export const getTraffic = defineEndpoint({
  id: 'getTraffic',
  method: 'GET',
  path: '/api/v1/traffic',
  summary: 'The load balancer and which backends answer which path',
  role: 'auditor',
  response: sectionSchema(trafficSchema.nullable()),
})

export const getAlerts = defineEndpoint({
  id: 'getAlerts',
  method: 'GET',
  path: '/api/v1/alerts',
  summary: 'Alert rules and the nodes that they are sent through',
  role: 'auditor',
  response: sectionSchema(z.object({ rules: z.array(alertRuleSchema) })),
})

export const listFlows = defineEndpoint({
  id: 'listFlows',
  method: 'GET',
  path: '/api/v1/flows',
  summary: 'The sequences of messages that the inventory describes, and who takes part in each',
  role: 'auditor',
  response: z.object({
    revision: z.int(),
    flows: z.array(
      z.object({
        slug: slugSchema,
        name: z.string(),
        request: z.string().nullable(),
        participants: z.array(z.object({ name: z.string(), nodes: z.array(slugSchema) })),
      }),
    ),
  }),
})

export const getFlow = defineEndpoint({
  id: 'getFlow',
  method: 'GET',
  path: '/api/v1/flows/{slug}',
  summary: 'One flow with its participants, and their health',
  role: 'auditor',
  params: z.strictObject({ slug: slugSchema }),
  response: sectionSchema(flowSchema),
})
