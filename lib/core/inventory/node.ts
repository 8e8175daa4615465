import { z } from 'zod'
import { probePolicyOverridesSchema } from '@/lib/core/health/health-state'
import { slugSchema } from './slug'

/** What a node is; decides its icon and its word on the map. */
export const nodeKinds = [
  'actor',
  'external-service',
  'edge',
  'firewall',
  'load-balancer',
  'web-server',
  'application',
  'worker',
  'database',
  'cache',
  'object-storage',
  'search',
  'bastion',
  'backup',
  'metrics',
  'alerting',
  'logs',
  'dashboard',
  'exporter',
  'mail',
  'notification',
  'dns',
  'datacentre',
  'cluster',
] as const
export type NodeKind = (typeof nodeKinds)[number]

/** How much one probe says about its node. A `minor` one can degrade the node, never take it down. */
export const probeImportances = ['major', 'minor'] as const

export const probeSchema = z.strictObject({
  key: slugSchema.meta({ description: 'Unique among the probes of the node.' }),
  kind: z.string().meta({ description: 'A probe kind, for example tcp, http, mariadb.' }),
  title: z.string().optional(),
  importance: z.enum(probeImportances).default('major'),
  /** Checked by the probe kind's own schema. The numeric port is always called `port`, the host always `host`. */
  settings: z.record(z.string(), z.unknown()).default({}),
  policy: probePolicyOverridesSchema.default({}),
  /** Links of which this probe tells, instead of its node: a probe of a path colours the path, never its first hop. */
  observesLinks: z.array(slugSchema).optional(),
  /** The figure of this probe that the map shows below the node's name. */
  keyFigure: z.strictObject({ figure: z.string(), label: z.string() }).optional(),
})
export type Probe = z.infer<typeof probeSchema>

export const nodeSchema = z.strictObject({
  slug: slugSchema,
  name: z.string(),
  kind: z.enum(nodeKinds),
  role: z.string().optional().meta({ description: 'A few words for people: primary, reverse proxy.' }),
  description: z.string().optional(),
  zone: slugSchema.optional(),
  region: slugSchema.optional(),
  /** The group of nodes that stand in for each other, of which this node is a member. */
  group: slugSchema.optional(),
  /** Groups whose roll-up is part of this node's health: a cluster of its members, a datacentre of its hosts. */
  rollsUp: slugSchema.optional(),
  lifecycle: z.enum(['active', 'planned']).default('active'),
  address: z.string().optional(),
  software: z
    .strictObject({ name: z.string(), edition: z.string().optional(), version: z.string().optional() })
    .optional(),
  /** Who runs it, where that is not us: Cloudflare, smtp.de. */
  supplier: z.string().optional(),
  hosts: z.array(z.string()).optional().meta({ description: 'DNS names under which it is reached.' }),
  /** Why nobody observes it, for nodes without probes: an actor, a service whose API key is not configured. */
  unobserved: z.string().optional(),
  /** What the specification lists under it: DDoS protection, WAF rules, … */
  features: z.array(z.string()).default([]),
  probes: z.array(probeSchema).default([]),
  specifiedIn: z
    .array(z.string())
    .min(1)
    .meta({ description: 'Sections of the specification that name it.' }),
})
export type InventoryNode = z.infer<typeof nodeSchema>
