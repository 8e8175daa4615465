import { z } from 'zod'
import { slugSchema } from './slug'

export const linkKinds = ['traffic', 'management', 'replication', 'backup', 'metrics', 'failover'] as const
export type LinkKind = (typeof linkKinds)[number]

/** Which end stops working when the other does. */
export const dependencyEnds = ['source', 'target', 'none'] as const
export type DependencyEnd = (typeof dependencyEnds)[number]

/**
 * Who depends on whom, where the link does not say: `source` means that the source depends on the target.
 * Metrics and management links observe and serve people; losing one end does not break the other.
 */
export const dependentEndOf: Readonly<Record<LinkKind, DependencyEnd>> = {
  traffic: 'source',
  replication: 'target',
  backup: 'source',
  management: 'none',
  metrics: 'none',
  failover: 'none',
}

export const linkSchema = z.strictObject({
  id: slugSchema,
  source: slugSchema,
  target: slugSchema,
  kind: z.enum(linkKinds),
  port: z.int().min(1).max(65_535).optional(),
  protocol: z.string().optional(),
  encryption: z.string().optional().meta({ description: 'As specified: TLS 1.3, plain (local), …' }),
  weight: z.number().min(0).max(100).optional().meta({ description: 'Share of the traffic, in percent.' }),
  label: z.string().optional(),
  /** The end that depends on the other; by default the kind decides (`dependentEndOf`). */
  dependent: z.enum(dependencyEnds).optional(),
  views: z
    .array(slugSchema)
    .optional()
    .meta({ description: 'Views that show it; by default each whose nodes hold both ends.' }),
  specifiedIn: z.array(z.string()).min(1),
})
export type InventoryLink = z.infer<typeof linkSchema>
