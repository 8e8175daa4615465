import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { ApiFailure } from '@/lab/cloudflare/api/envelope'
import {
  parseBody,
  type Route,
  type RouteContext,
  replaceItem,
  requireItem,
} from '@/lab/cloudflare/api/route'
import { parseExpression } from '@/lab/cloudflare/expression'
import { LoadBalancer, Monitor, Pool } from '@/lab/cloudflare/state'

const STAMPS = { created_on: true, modified_on: true, id: true } as const

interface Collection<Item extends Stamped> {
  readonly path: string
  readonly body: z.ZodType<Omit<Item, 'id' | 'created_on' | 'modified_on'>>
  readonly whole: z.ZodType<Item>
  items(context: RouteContext): Item[]
  /** Throws where the object points to something that is not there. */
  check?(context: RouteContext, item: Item): void
  /** Throws where others still point to it. */
  checkUnused?(context: RouteContext, item: Item): void
}

interface Stamped {
  readonly id: string
  readonly created_on: string
  readonly modified_on: string
}

const balancers: Collection<LoadBalancer> = {
  path: '/zones/:zone/load_balancers',
  body: LoadBalancer.omit(STAMPS),
  whole: LoadBalancer,
  items: ({ state }) => state.loadBalancers,
  check: ({ state }, { default_pools, fallback_pool, rules }) => {
    for (const id of [...default_pools, fallback_pool]) requireItem(state.pools, id)
    for (const { condition } of rules) parseExpression(condition)
  },
}

const pools: Collection<Pool> = {
  path: '/accounts/:account/load_balancers/pools',
  body: Pool.omit(STAMPS),
  whole: Pool,
  items: ({ state }) => state.pools,
  check: ({ state }, { monitor }) => {
    if (monitor) requireItem(state.monitors, monitor)
  },
  checkUnused: ({ state }, { id }) => {
    const isUsed = state.loadBalancers.some((lb) => [...lb.default_pools, lb.fallback_pool].includes(id))
    if (isUsed) throw new ApiFailure(412, 1005, 'pool is referenced by a load balancer')
  },
}

const monitors: Collection<Monitor> = {
  path: '/accounts/:account/load_balancers/monitors',
  body: Monitor.omit(STAMPS),
  whole: Monitor,
  items: ({ state }) => state.monitors,
  checkUnused: ({ state }, { id }) => {
    const isUsed = state.pools.some(({ monitor }) => monitor === id)
    if (isUsed) throw new ApiFailure(412, 1005, 'monitor is referenced by a pool')
  },
}

export const loadBalancingRoutes: readonly Route[] = [
  ...collectionRoutes(balancers),
  ...collectionRoutes(pools),
  ...collectionRoutes(monitors),
  { method: 'GET', path: '/accounts/:account/load_balancers/pools/:id/health', handle: poolHealth },
]

function collectionRoutes<Item extends Stamped>(collection: Collection<Item>): readonly Route[] {
  const { path } = collection
  const one = `${path}/:id`
  return [
    { method: 'GET', path, handle: (context) => ({ result: collection.items(context) }) },
    { method: 'POST', path, handle: (context) => ({ result: create(collection, context) }) },
    {
      method: 'GET',
      path: one,
      handle: (context) => ({ result: requireItem(collection.items(context), context.params.id) }),
    },
    { method: 'PUT', path: one, handle: (context) => ({ result: change(collection, context, false) }) },
    { method: 'PATCH', path: one, handle: (context) => ({ result: change(collection, context, true) }) },
    {
      method: 'DELETE',
      path: one,
      handle: (context) => {
        const items = collection.items(context)
        const item = requireItem(items, context.params.id)
        collection.checkUnused?.(context, item)
        items.splice(items.indexOf(item), 1)
        return { result: { id: item.id } }
      },
    },
  ]
}

function create<Item extends Stamped>(collection: Collection<Item>, context: RouteContext): Item {
  const id = randomUUID().replaceAll('-', '')
  const stamps = { id, created_on: context.now, modified_on: context.now }
  const body = parseBody(collection.body, context.body)
  const item = parseBody(collection.whole, { ...body, ...stamps })
  collection.check?.(context, item)
  collection.items(context).push(item)
  return item
}

/** PATCH keeps what the body leaves out, PUT starts from the defaults. */
function change<Item extends Stamped>(
  collection: Collection<Item>,
  context: RouteContext,
  isPatch: boolean,
): Item {
  const before = requireItem(collection.items(context), context.params.id)
  const { id, created_on } = before
  const base = isPatch ? before : {}
  const stamps = { id, created_on, modified_on: context.now }
  const item = parseBody(collection.whole, { ...base, ...Object(context.body), ...stamps })
  collection.check?.(context, item)
  return replaceItem(collection.items(context), item)
}

function poolHealth({ state, health, params }: RouteContext) {
  const pool = requireItem(state.pools, params.id)
  const origins = pool.origins.map(({ name, address }) => {
    const { isHealthy, last } = health.of(pool.id, name)
    const details = {
      healthy: isHealthy,
      rtt: `${(last?.rttMs ?? 0).toFixed(1)}ms`,
      failure_reason: last?.reason ?? 'No health checks have run',
      response_code: last?.responseCode ?? 0,
    }
    return { [address]: details, ip: details }
  })
  const healthyCount = origins.filter(({ ip }) => ip.healthy).length
  const view = { healthy: healthyCount >= pool.minimum_origins, origins }
  return { result: { pool_id: pool.id, pop_health: view } }
}
