import { z } from 'zod'
import { healthStatuses, verdictStatuses } from '@/lib/core/health/health-state'
import { linkKinds } from '@/lib/core/inventory/link'
import { nodeSchema, probeImportances } from '@/lib/core/inventory/node'
import { portSchema } from '@/lib/core/inventory/port'
import { slugSchema } from '@/lib/core/inventory/slug'
import { healthWireSchema } from '@/lib/core/topology/topology-wire'
import { acknowledgementWireSchema } from './acknowledgements'
import { defineEndpoint } from './endpoint'
import { instantSchema } from './instant'
import { maintenanceWireSchema } from './maintenance'

const evidenceLineSchema = z.object({ label: z.string(), value: z.string() })

/** One probe of a node, with what it found last. */
export const probeWireSchema = z.object({
  slug: z.string().meta({ description: '`<node slug>/<probe key>`' }),
  key: slugSchema,
  kind: z.string(),
  title: z.string(),
  importance: z.enum(probeImportances),
  health: healthWireSchema,
  /** Bad observations in a row, and how many make the state worse. */
  failures: z.object({ count: z.int(), threshold: z.int() }),
  intervalSeconds: z.number(),
  evidence: z.array(evidenceLineSchema),
  evidenceAt: instantSchema.nullable().meta({ description: 'When the newest observation ended.' }),
  figures: z.record(z.string(), z.number()),
  workerId: z.string().nullable(),
  observesLinks: z.array(slugSchema),
})
export type ProbeWire = z.infer<typeof probeWireSchema>

const neighbourSchema = z.object({
  id: slugSchema,
  kind: z.enum(linkKinds),
  direction: z.enum(['out', 'in']).meta({ description: '`out`: the node is the source of the link.' }),
  node: slugSchema.meta({ description: 'The node at the other end.' }),
  port: z.int().nullable(),
  protocol: z.string().nullable(),
  encryption: z.string().nullable(),
  label: z.string().nullable(),
  health: healthWireSchema,
  figures: z.record(z.string(), z.number()),
})

export const nodeDetailsSchema = z.object({
  revision: z.int(),
  generatedAt: instantSchema,
  /** As declared. */
  declared: nodeSchema.omit({ probes: true }),
  health: healthWireSchema,
  impactedBy: z.array(slugSchema),
  impacts: z.array(slugSchema),
  rootCause: z.boolean(),
  probes: z.array(probeWireSchema),
  links: z.array(neighbourSchema),
  ports: z.array(portSchema),
  maintenance: z.array(maintenanceWireSchema),
  acknowledgement: acknowledgementWireSchema.nullable(),
})
export type NodeDetails = z.infer<typeof nodeDetailsSchema>

export const getNode = defineEndpoint({
  id: 'getNode',
  method: 'GET',
  path: '/api/v1/nodes/{slug}',
  summary: 'One node: as declared, its probes with their evidence, its links, ports and maintenance',
  role: 'auditor',
  params: z.strictObject({ slug: slugSchema }),
  response: nodeDetailsSchema,
})

/** A stretch of time with one health. */
export const historySegmentSchema = z.object({
  status: z.enum(healthStatuses),
  from: instantSchema,
  to: instantSchema,
  reason: z.string(),
})

/** Five minutes of one probe: how many observations said what, and how long they took. */
const bucketSchema = z.object({
  at: instantSchema,
  probe: z.string(),
  counts: z.record(z.enum(verdictStatuses), z.int()),
  meanMs: z.number(),
  maxMs: z.number(),
})

export const nodeHistorySchema = z.object({
  slug: slugSchema,
  from: instantSchema,
  to: instantSchema,
  segments: z.array(historySegmentSchema).meta({
    description: 'Without gaps from `from` to `to`, oldest first; what was not observed is unknown.',
  }),
  shares: z
    .record(z.enum(healthStatuses), z.number())
    .meta({ description: 'Share of the time in each health, 0 to 1.' }),
  buckets: z.array(bucketSchema),
})
export type NodeHistory = z.infer<typeof nodeHistorySchema>

export const getNodeHistory = defineEndpoint({
  id: 'getNodeHistory',
  method: 'GET',
  path: '/api/v1/nodes/{slug}/history',
  summary: 'The health of one node over the last hours',
  role: 'auditor',
  params: z.strictObject({ slug: slugSchema }),
  query: z.strictObject({
    hours: z.coerce
      .number()
      .min(1)
      .max(24 * 90)
      .default(24),
  }),
  response: nodeHistorySchema,
})
