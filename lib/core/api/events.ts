import { z } from 'zod'
import type { EventBody, EventKind } from '@/lib/core/events/event'
import { healthStatuses } from '@/lib/core/health/health-state'
import { factKinds } from '@/lib/core/observed/fact'
import { topologyPatchWireSchema } from '@/lib/core/topology/topology-wire'
import { defineEndpoint } from './endpoint'
import { instantSchema } from './instant'

const bodies = {
  'health-changed': z.object({
    kind: z.literal('health-changed'),
    nodeSlug: z.string(),
    probeSlug: z.string(),
    from: z.enum(healthStatuses),
    to: z.enum(healthStatuses),
    reason: z.string(),
    observedAtMs: z.number(),
  }),
  'probe-suspect': z.object({
    kind: z.literal('probe-suspect'),
    nodeSlug: z.string(),
    probeSlug: z.string(),
    reason: z.string(),
  }),
  'inventory-applied': z.object({ kind: z.literal('inventory-applied'), revision: z.int() }),
  'worker-changed': z.object({
    kind: z.literal('worker-changed'),
    workerId: z.string(),
    change: z.enum(['started', 'stopped', 'lost']),
  }),
  'maintenance-changed': z.object({
    kind: z.literal('maintenance-changed'),
    nodeSlug: z.string(),
    windowId: z.string(),
  }),
  'layout-changed': z.object({ kind: z.literal('layout-changed'), view: z.string() }),
  'acknowledgement-changed': z.object({
    kind: z.literal('acknowledgement-changed'),
    nodeSlug: z.string(),
  }),
  'run-changed': z.object({
    kind: z.literal('run-changed'),
    runId: z.string(),
    runbookId: z.string(),
  }),
  'evaluation-asked': z.object({
    kind: z.literal('evaluation-asked'),
    runbookId: z.string(),
    notBeforeMs: z.number(),
  }),
  'runbooks-evaluated': z.object({ kind: z.literal('runbooks-evaluated') }),
  'facts-changed': z.object({
    kind: z.literal('facts-changed'),
    kinds: z.array(z.enum(factKinds)).readonly(),
  }),
  'findings-changed': z.object({ kind: z.literal('findings-changed'), ids: z.array(z.string()).readonly() }),
} satisfies { [Kind in EventKind]: z.ZodType<Extract<EventBody, { kind: Kind }>> }

export const eventWireSchema = z
  .object({
    id: z.int(),
    at: instantSchema,
    body: z.discriminatedUnion('kind', [
      bodies['health-changed'],
      bodies['probe-suspect'],
      bodies['inventory-applied'],
      bodies['worker-changed'],
      bodies['maintenance-changed'],
      bodies['layout-changed'],
      bodies['acknowledgement-changed'],
      bodies['run-changed'],
      bodies['evaluation-asked'],
      bodies['runbooks-evaluated'],
      bodies['facts-changed'],
      bodies['findings-changed'],
    ]),
  })
  .meta({ id: 'Event' })
export type EventWire = z.infer<typeof eventWireSchema>

/** Sent every two seconds. Who hears none for six knows nothing of the present. */
export const tickWireSchema = z.object({
  at: instantSchema,
  database: z.enum(['live', 'away']).meta({ description: '`away`: what is shown grows old.' }),
  newestEventId: z.int().nullable(),
  validUntil: z.record(z.string(), instantSchema).meta({
    description: 'Until when the health of each node (`node:SLUG`) and link (`link:ID`) may be shown.',
  }),
})

/** What was sent cannot be built upon: read the topology afresh. */
export const resyncWireSchema = z.object({
  reason: z.enum(['events-lost', 'inventory-applied', 'too-slow']),
})

/** The messages of the stream by the name in their `event:` field. */
export const streamMessageSchemas = {
  /** A row of the event table; its id is the message's, and comes back as Last-Event-ID. */
  event: eventWireSchema,
  /** What looks different since the last patch; the first one of a stream holds everything. */
  patch: topologyPatchWireSchema,
  tick: tickWireSchema,
  resync: resyncWireSchema,
} as const
export type StreamMessageName = keyof typeof streamMessageSchemas

export const streamEvents = defineEndpoint({
  id: 'streamEvents',
  method: 'GET',
  path: '/api/v1/events',
  summary:
    'Server-sent events: `event`, `patch`, `tick` and `resync`. The first patch holds the state of everything; the topology says what there is',
  role: 'auditor',
  query: z.strictObject({
    lastEventId: z.coerce
      .number()
      .int()
      .min(0)
      .optional()
      .meta({ description: 'As the header Last-Event-ID: events after it are sent again.' }),
  }),
  contentType: 'text/event-stream',
  response: z.string(),
})
