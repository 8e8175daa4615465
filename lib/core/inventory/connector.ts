import { z } from 'zod'
import { slugSchema } from './slug'

/**
 * How runbook actions reach a system, declared by an admin: probes never use it. `settings` are checked by the
 * connector kind's own schema; a secret in them is a reference.
 */
export const connectorSchema = z.strictObject({
  slug: slugSchema,
  kind: z.string().meta({ description: 'A connector kind: mariadb, ssh, cloudflare, s3, slack, email, …' }),
  title: z.string(),
  settings: z.record(z.string(), z.unknown()).default({}),
})
