import { z } from 'zod'
import { slugSchema } from './slug'

/** A way that traffic or data takes, as links in order. */
export const recoveryPathSchema = z.strictObject({
  slug: slugSchema,
  name: z.string(),
  links: z.array(slugSchema).min(1),
  specifiedIn: z.array(z.string()).min(1),
})

export const recoveryScenarioSchema = z.strictObject({
  slug: slugSchema,
  number: z.int().min(1),
  name: z.string(),
  steps: z.array(z.string()).min(1),
  /** The objective in the words of the specification: `< 5 minutes`. */
  rtoStated: z.string(),
  /** The same in seconds; 0 means at once. */
  rtoSeconds: z.number().nonnegative(),
  /** How much data may be lost, in seconds. */
  rpoSeconds: z.number().nonnegative().optional(),
  runbook: slugSchema.optional(),
  specifiedIn: z.array(z.string()).min(1),
})

export const disasterRecoverySchema = z.strictObject({
  paths: z.array(recoveryPathSchema),
  scenarios: z.array(recoveryScenarioSchema),
})
