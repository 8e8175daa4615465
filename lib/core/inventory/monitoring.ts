import { z } from 'zod'
import { slugSchema } from './slug'

/** One job of Prometheus: what it scrapes and how often. */
export const scrapeSchema = z.strictObject({
  slug: slugSchema.meta({ description: 'The job label.' }),
  /** Nodes whose metrics it brings. */
  nodes: z.array(slugSchema).min(1),
  exporter: z.string().optional().meta({ description: 'Exporter software: nginx-prometheus-exporter.' }),
  intervalSeconds: z.number().positive().optional(),
  specifiedIn: z.array(z.string()).min(1),
})

export const receiverSchema = z.strictObject({
  slug: slugSchema,
  kind: z.enum(['slack', 'email', 'webhook', 'pager']),
  node: slugSchema.optional(),
  sendsResolved: z.boolean().optional(),
  isAuthenticated: z.boolean().optional(),
  isExternal: z.boolean().optional(),
  specifiedIn: z.array(z.string()).min(1),
})

export const monitoringSchema = z.strictObject({
  scrapes: z.array(scrapeSchema).default([]),
  receivers: z.array(receiverSchema).default([]),
  /** Pairs of severities of which the first silences the second for the same thing. */
  inhibitions: z.array(z.strictObject({ source: z.string(), target: z.string() })).default([]),
})
