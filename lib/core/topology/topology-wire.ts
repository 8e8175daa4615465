import { z } from 'zod'
import { healthStatuses, verdictStatuses } from '@/lib/core/health/health-state'
import { groupPolicySchema } from '@/lib/core/inventory/group'
import { linkKinds } from '@/lib/core/inventory/link'
import { nodeKinds } from '@/lib/core/inventory/node'
import { slugSchema } from '@/lib/core/inventory/slug'
import { viewSchema } from '@/lib/core/inventory/view'
import { figureUnits } from './figure-unit'

/** The topology as the API carries it and the browser parses it. Instants are ISO 8601 in UTC. */
const instant = z.iso.datetime()
const slugs = z.array(slugSchema)

export const healthWireSchema = z.object({
  status: z.enum(healthStatuses),
  since: instant.nullable(),
  observedAt: instant.nullable(),
  validUntil: instant
    .nullable()
    .meta({ description: 'After this instant it must be shown as unknown; null when nobody observes it.' }),
  reason: z.string(),
  stale: z.boolean(),
  suspect: z.boolean().meta({ description: 'A first failure was seen and is being checked.' }),
  flapping: z.boolean(),
})
export type HealthWire = z.infer<typeof healthWireSchema>

/** What changes on a node while the inventory stays. */
export const nodeStateWireSchema = z.object({
  slug: slugSchema,
  health: healthWireSchema,
  measured: z
    .enum(verdictStatuses)
    .meta({ description: 'What probing says; differs from health.status during maintenance.' }),
  impactedBy: slugs.meta({
    description: 'Failing nodes that it depends on without a stand-in, nearest first.',
  }),
  impacts: slugs,
  rootCause: z.boolean(),
  symptomOf: slugs.meta({ description: 'Root causes to which its own failure is put down.' }),
  keyFigure: z.object({ label: z.string(), value: z.number(), unit: z.enum(figureUnits) }).nullable(),
})
export type NodeStateWire = z.infer<typeof nodeStateWireSchema>

export const nodeWireSchema = nodeStateWireSchema.extend({
  name: z.string(),
  kind: z.enum(nodeKinds),
  role: z.string().nullable(),
  description: z.string().nullable(),
  zone: slugSchema.nullable(),
  region: slugSchema.nullable(),
  group: slugSchema.nullable(),
  rollsUp: slugSchema.nullable(),
  lifecycle: z.enum(['active', 'planned']),
  address: z.string().nullable(),
  features: z.array(z.string()),
})

/** What changes on a link while the inventory stays. */
export const linkStateWireSchema = z.object({
  id: slugSchema,
  health: healthWireSchema,
  figures: z.record(z.string(), z.number()),
})
export type LinkStateWire = z.infer<typeof linkStateWireSchema>

export const linkWireSchema = linkStateWireSchema.extend({
  source: slugSchema,
  target: slugSchema,
  kind: z.enum(linkKinds),
  port: z.int().nullable(),
  protocol: z.string().nullable(),
  encryption: z.string().nullable(),
  weight: z.number().nullable(),
  label: z.string().nullable(),
  views: slugs.nullable().meta({ description: 'Views that show it; null for each that holds both ends.' }),
})

export const causeWireSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('node'), slug: slugSchema, since: instant, impacts: slugs }),
  z.object({
    kind: z.literal('prober-down'),
    workerIds: z.array(z.string()),
    since: instant.nullable(),
    nodes: slugs,
  }),
])
export type CauseWire = z.infer<typeof causeWireSchema>

const placeWireSchema = z.object({ slug: slugSchema, name: z.string() })

export const topologyWireSchema = z.object({
  revision: z.int(),
  generatedAt: instant,
  estate: z.object({ slug: slugSchema, name: z.string(), environment: z.string() }),
  nodes: z.array(nodeWireSchema),
  links: z.array(linkWireSchema),
  causes: z.array(causeWireSchema),
  views: z.array(viewSchema),
  zones: z.array(placeWireSchema),
  regions: z.array(placeWireSchema),
  groups: z.array(placeWireSchema.extend({ policy: groupPolicySchema, members: slugs })),
})
export type TopologyWire = z.infer<typeof topologyWireSchema>

/** What changed between two topologies of one revision. What is not named stays as it is. */
export const topologyPatchWireSchema = z.object({
  generatedAt: instant,
  nodes: z.array(nodeStateWireSchema),
  links: z.array(linkStateWireSchema),
  causes: z.array(causeWireSchema).nullable().meta({ description: 'All causes, when any changed.' }),
})
export type TopologyPatchWire = z.infer<typeof topologyPatchWireSchema>
