import { z } from 'zod'
import { slugSchema } from '@/lib/core/inventory/slug'
import { defineEndpoint } from './endpoint'
import { instantSchema } from './instant'

export const maintenanceWireSchema = z.object({
  id: z.uuid(),
  node: slugSchema,
  startsAt: instantSchema,
  endsAt: instantSchema,
  endedAt: instantSchema.nullable().meta({ description: 'Set when it was ended before its time.' }),
  reason: z.string(),
  createdBy: z.string(),
  createdAt: instantSchema,
})
export type MaintenanceWire = z.infer<typeof maintenanceWireSchema>

export const listMaintenance = defineEndpoint({
  id: 'listMaintenance',
  method: 'GET',
  path: '/api/v1/maintenance',
  summary: 'Maintenance windows that run or are planned; with all=true the past ones too, newest first',
  role: 'auditor',
  query: z.strictObject({ all: z.stringbool().default(false) }),
  response: z.object({ windows: z.array(maintenanceWireSchema) }),
})

export const planMaintenance = defineEndpoint({
  id: 'planMaintenance',
  method: 'POST',
  path: '/api/v1/maintenance',
  summary: 'Plan maintenance of a node; probing goes on, alarms do not ring',
  role: 'operator',
  body: z.strictObject({
    node: slugSchema,
    startsAt: instantSchema.optional().meta({ description: 'Now, when left out.' }),
    endsAt: instantSchema,
    reason: z.string().trim().min(1).max(500),
  }),
  response: maintenanceWireSchema,
})

export const endMaintenance = defineEndpoint({
  id: 'endMaintenance',
  method: 'DELETE',
  path: '/api/v1/maintenance/{id}',
  summary: 'End a maintenance window now, or cancel it before it starts',
  role: 'operator',
  params: z.strictObject({ id: z.uuid() }),
  response: maintenanceWireSchema,
})
