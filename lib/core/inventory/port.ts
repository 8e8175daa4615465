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
  /** Who answers for it, why it is open, who agreed and until when. */
  owner: z.string().optional(),
  reason: z.string().optional().meta({ description: 'The business reason for which it is open.' }),
  approvedBy: z.string().optional(),
  approvedUntil: z.iso.date().optional(),
  reviewedAt: z.iso.date().optional().meta({ description: 'When the reason was last looked at.' }),
  /** Who may reach it: addresses or ranges. Left out: whoever its class lets in. */
  sources: z.array(z.string()).optional(),
  compensatingControl: z
    .string()
    .optional()
    .meta({ description: 'What makes a clear-text protocol acceptable here.' }),
  /** Published by Docker, whose rules come before those of the host firewall. */
  publishedBy: z.enum(['docker']).optional(),
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
  /** Address or range it holds for; left out: anywhere. */
  from: z.string().optional(),
  family: z.enum(['v4', 'v6', 'both']).optional(),
  profile: z.string().optional().meta({ description: 'A ufw application profile: Nginx Full.' }),
  isRateLimited: z.boolean().optional(),
  specifiedIn: z.array(z.string()).min(1),
})

/** How a host firewall is set up, its rules apart. */
export const firewallSchema = z.strictObject({
  slug: slugSchema.meta({ description: 'The node that the firewall runs on.' }),
  defaultIncoming: z.enum(['allow', 'deny', 'reject']).optional(),
  defaultRouted: z.enum(['allow', 'deny', 'reject', 'disabled']).optional(),
  logging: z.enum(['off', 'low', 'medium', 'high', 'full']).optional(),
  hasFail2ban: z.boolean().optional(),
  specifiedIn: z.array(z.string()).min(1),
})
