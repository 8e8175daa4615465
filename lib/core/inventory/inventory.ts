import { z } from 'zod'
import { alertRuleSchema } from './alert-rule'
import { backupSchema } from './backup'
import { connectorSchema } from './connector'
import { contradictionSchema } from './contradiction'
import { disasterRecoverySchema } from './disaster-recovery'
import { dnsSchema } from './dns-record'
import { flowSchema } from './flow'
import { groupSchema } from './group'
import { linkSchema } from './link'
import { monitoringSchema } from './monitoring'
import { nodeSchema } from './node'
import { firewallRuleSchema, firewallSchema, portSchema } from './port'
import { auditPolicySchema, reviewSchema } from './review'
import { slugSchema } from './slug'
import { tlsSchema } from './tls'
import { trafficSchema } from './traffic'
import { viewSchema } from './view'

const placeSchema = z.strictObject({
  slug: slugSchema,
  name: z.string(),
  specifiedIn: z.array(z.string()).min(1),
})

/**
 * The declared estate, whole. The file `inventory/<estate>.yaml` is this, and each revision stores it.
 * A small estate needs nodes, links and views alone; the other sections may be left out.
 */
export const inventorySchema = z.strictObject({
  version: z.literal(1),
  estate: z.strictObject({ slug: slugSchema, name: z.string(), environment: z.string() }),
  zones: z.array(placeSchema),
  regions: z.array(placeSchema),
  groups: z.array(groupSchema),
  nodes: z.array(nodeSchema).min(1),
  links: z.array(linkSchema),
  views: z.array(viewSchema),
  ports: z.array(portSchema).default([]),
  firewallRules: z.array(firewallRuleSchema).default([]),
  firewalls: z.array(firewallSchema).default([]),
  dns: dnsSchema.optional(),
  tls: tlsSchema.default({ certificates: [], settings: [], hops: [] }),
  traffic: trafficSchema.optional(),
  alerts: z.array(alertRuleSchema).default([]),
  flows: z.array(flowSchema).default([]),
  disasterRecovery: disasterRecoverySchema.default({ paths: [], scenarios: [] }),
  backups: z.array(backupSchema).default([]),
  monitoring: monitoringSchema.optional(),
  reviews: z.array(reviewSchema).default([]),
  auditPolicy: auditPolicySchema.optional(),
  contradictions: z.array(contradictionSchema).default([]),
  connectors: z.array(connectorSchema).default([]),
})
export type Inventory = z.infer<typeof inventorySchema>
/** As written by people: fields with a default may be left out. */
export type InventoryInput = z.input<typeof inventorySchema>
