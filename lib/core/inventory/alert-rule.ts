import { z } from 'zod'
import { slugSchema } from './slug'

export const alertCategories = ['infrastructure', 'application', 'security'] as const

/** When an alert fires. What the specification leaves open (a window, a node) is left out, not invented. */
export const alertRuleSchema = z.strictObject({
  slug: slugSchema,
  category: z.enum(alertCategories),
  stated: z.string().meta({ description: 'The rule in the words of the specification.' }),
  metric: z.string().meta({ description: 'What is measured: CPU usage.' }),
  comparator: z.enum(['>', '>=', '<', '<=']),
  threshold: z.number(),
  unit: z.string().meta({ description: 'percent, seconds, jobs, count, per minute' }),
  /** p95: 95. */
  percentile: z.number().min(0).max(100).optional(),
  /** How long it must hold, or over which time it is counted, in seconds. */
  windowSeconds: z.number().positive().optional(),
  /** The rule as Prometheus evaluates it. */
  expr: z.string().optional(),
  forSeconds: z.number().nonnegative().optional(),
  severity: z.string().optional(),
  /** The runbook here that says what to do. */
  runbook: slugSchema.optional(),
  /** Nodes that it watches. */
  watches: z.array(slugSchema).optional(),
  /** Nodes that the alert is sent through. */
  notify: z.array(slugSchema).default([]),
  specifiedIn: z.array(z.string()).min(1),
})
