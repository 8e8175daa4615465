import { z } from 'zod'
import { slugSchema } from './slug'

/** Who may reach a port: everybody, the estate itself, or the monitoring alone. */
export const portClasses = ['external', 'internal', 'monitoring'] as const

/** A row of the port matrix. */
export const portSchema = z.strictObject({
  slug: slugSchema,
  port: z.int().min(1).max(65_535),
  transport: z.enum(['tcp', 'udp']).default('tcp'),
  class: z.enum(portClasses),
  service: z.string(),
  /** Nodes that listen on it. */
  targets: z.array(slugSchema).min(1),
  note: z.string().optional(),
  lifecycle: z.enum(['active', 'planned']).default('active'),
  specifiedIn: z.array(z.string()).min(1),
})

/** A rule of the host firewall. A rule without a port is the default for all that no other rule names. */
export const firewallRuleSchema = z.strictObject({
  slug: slugSchema,
  node: slugSchema,
  action: z.enum(['allow', 'deny']),
  port: z.int().min(1).max(65_535).optional(),
  transport: z.enum(['tcp', 'udp']).optional(),
  service: z.string().optional(),
  specifiedIn: z.array(z.string()).min(1),
})
