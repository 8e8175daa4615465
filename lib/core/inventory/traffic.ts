import { z } from 'zod'
import { slugSchema } from './slug'

export const loadBalancerSchema = z.strictObject({
  /** The node that balances. */
  node: slugSchema,
  healthCheck: z.strictObject({
    path: z.string().startsWith('/'),
    intervalSeconds: z.number().positive(),
    timeoutSeconds: z.number().positive(),
    failureThreshold: z.int().min(1),
    /** What the path's answer depends on. */
    checks: z.array(slugSchema).optional(),
    isCachedAtEdge: z.boolean().optional(),
  }),
  /** The plan of a managed load balancer, which decides its shortest interval. */
  plan: z.enum(['pro', 'business', 'enterprise']).optional(),
  stickiness: z.enum(['none', 'address', 'cookie']).optional(),
  method: z.string().meta({ description: 'Round Robin' }),
  session: z.string().meta({ description: 'IP Hash (Sticky)' }),
  failover: z.string().meta({ description: 'Automatic' }),
  specifiedIn: z.array(z.string()).min(1),
})

/** Which backends answer a path. `*` at the end of the path stands for all that follows. */
export const trafficRuleSchema = z.strictObject({
  slug: slugSchema,
  path: z.string().startsWith('/'),
  backend: z.string().meta({ description: 'As specified: API Servers.' }),
  /** The nodes that the backend is made of. */
  nodes: z.array(slugSchema).min(1),
  weight: z.string().meta({ description: 'As specified: 100%, Round Robin.' }),
  specifiedIn: z.array(z.string()).min(1),
})

export const trafficSchema = z.strictObject({
  loadBalancer: loadBalancerSchema,
  rules: z.array(trafficRuleSchema),
})
