import { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'
import type { CloudflareZone } from './client'

const poolSchema = z.object({
  id: z.string(),
  name: z.string(),
  enabled: z.boolean().default(true),
})
export type Pool = z.infer<typeof poolSchema>

const balancerSchema = z.object({
  id: z.string(),
  name: z.string(),
  enabled: z.boolean().default(true),
  default_pools: z.array(z.string()),
  fallback_pool: z.string(),
  steering_policy: z.string().default('off'),
  random_steering: z
    .object({
      default_weight: z.number().default(1),
      pool_weights: z.record(z.string(), z.number()).default({}),
    })
    .prefault({}),
})
type Balancer = z.infer<typeof balancerSchema>

/** A load balancer with every pool of the account; a pool's id is only the API's affair. */
export interface Balancing {
  readonly balancer: Balancer
  readonly pools: readonly Pool[]
}

/** Throws `not-found` when the zone has no balancer of the name. */
export async function readBalancing(zone: CloudflareZone, name: string): Promise<Balancing> {
  const balancers = await zone.look('reading the load balancers', (api, options) =>
    api.loadBalancers.list(zone.zone, options),
  )
  const pools = await zone.look('reading the pools', (api, options) =>
    api.loadBalancers.pools.list(zone.account, options),
  )
  const found = z
    .array(balancerSchema)
    .parse(balancers.result)
    .find((each) => each.name === name)
  if (!found) throw new AppError('not-found', `Cloudflare: the zone has no load balancer ${name}`)
  return { balancer: found, pools: z.array(poolSchema).parse(pools.result) }
}

export function poolNamed({ pools }: Balancing, name: string): Pool {
  const found = pools.find((pool) => pool.name === name)
  if (!found) throw new AppError('not-found', `Cloudflare: there is no pool ${name}`)
  return found
}

/** The share of the traffic that a pool asks for, as the balancer has it. */
export function weightOf({ balancer }: Balancing, pool: Pool): number {
  return balancer.random_steering.pool_weights[pool.id] ?? balancer.random_steering.default_weight
}

export async function switchPool(zone: CloudflareZone, pool: Pool, enabled: boolean): Promise<void> {
  await zone.ask(`switching the pool ${pool.name} ${enabled ? 'on' : 'off'}`, (api, options) =>
    api.loadBalancers.pools.edit(pool.id, { ...zone.account, enabled }, options),
  )
}

/** Weights by pool id; the others stay as they are. */
export async function setWeights(
  zone: CloudflareZone,
  { balancer }: Balancing,
  weights: Readonly<Record<string, number>>,
): Promise<void> {
  const random_steering = {
    ...balancer.random_steering,
    pool_weights: { ...balancer.random_steering.pool_weights, ...weights },
  }
  await zone.ask('setting the weights of the pools', (api, options) =>
    api.loadBalancers.edit(balancer.id, { ...zone.zone, random_steering }, options),
  )
}

const viewSchema = z.object({ healthy: z.boolean() })
const healthSchema = z.object({ pop_health: z.union([viewSchema, z.record(z.string(), viewSchema)]) })

/** What the edge's own checks say of the pool; undefined when they say nothing that can be read. */
export async function readPoolHealth(zone: CloudflareZone, pool: Pool): Promise<boolean | undefined> {
  const answer = await zone.look(`reading the health of the pool ${pool.name}`, (api, options) =>
    api.loadBalancers.pools.health.get(pool.id, zone.account, options),
  )
  const parsed = healthSchema.safeParse(answer)
  if (!parsed.success) return undefined
  const single = viewSchema.safeParse(parsed.data.pop_health)
  if (single.success) return single.data.healthy
  const views = Object.values(parsed.data.pop_health)
  return views.length === 0 ? undefined : views.some((view) => Object(view).healthy === true)
}
