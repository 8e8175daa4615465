import { z } from 'zod'
import { slugSchema } from '@/lib/core/inventory/slug'
import { defineEndpoint } from './endpoint'
import { instantSchema } from './instant'

/** What may begin by itself: never a live run. */
export const scheduledModes = ['rehearsal', 'drill'] as const

const runScheduleWireSchema = z.object({
  mode: z.enum(scheduledModes),
  everyHours: z.int(),
  setBy: z.string(),
  setAt: instantSchema,
  nextAt: instantSchema,
  lastRunId: z.uuid().nullable(),
  lastNotStarted: z.string().nullable().meta({ description: 'Why the last one did not start.' }),
})
export type RunScheduleWire = z.infer<typeof runScheduleWireSchema>

const params = z.strictObject({ id: slugSchema })
const path = '/api/v1/runbooks/{id}/schedule'

export const readRunSchedule = defineEndpoint({
  id: 'readRunSchedule',
  method: 'GET',
  path,
  summary: 'Which rehearsals or drills of the runbook begin by themselves',
  role: 'auditor',
  params,
  response: z.object({ schedule: runScheduleWireSchema.nullable() }),
})

export const setRunSchedule = defineEndpoint({
  id: 'setRunSchedule',
  method: 'PUT',
  path,
  summary:
    'Let rehearsals or drills of the runbook begin by themselves; a drill still waits for its approvals',
  role: 'commander',
  params,
  body: z.strictObject({
    mode: z.enum(scheduledModes),
    everyHours: z.int().min(1).max(8_760),
    firstAt: instantSchema.optional().meta({ description: 'Now plus the interval without one.' }),
  }),
  response: runScheduleWireSchema,
})

export const endRunSchedule = defineEndpoint({
  id: 'endRunSchedule',
  method: 'DELETE',
  path,
  summary: 'Let no run of the runbook begin by itself any more',
  role: 'commander',
  params,
})
