import { createHash } from 'node:crypto'
import type { LoadBalancer, Pool } from '@/lab/cloudflare/state'

export interface OriginChoice {
  readonly pool: string
  readonly origin: string
  readonly address: string
  readonly port: number | undefined
}

export interface BalancerView {
  readonly loadBalancer: LoadBalancer
  readonly pools: readonly Pool[]
  isHealthy(poolId: string, origin: string): boolean
}

export interface Visit {
  readonly clientAddress: string
  readonly affinity: LoadBalancer['session_affinity']
  /** The origin named by the visitor's affinity cookie. */
  readonly stickyOrigin: string | undefined
  /** Counts visits; turns the round. */
  readonly turn: number
}

interface Candidate extends OriginChoice {
  readonly weight: number
}

/**
 * The origin for one visit, or none when nothing is enabled. A sticky visitor stays where they were while it
 * works; else their address decides; without affinity the visits go round by weight. Only when no default pool
 * has a healthy origin does the fallback pool serve, whatever its health.
 */
export function chooseOrigin(view: BalancerView, visit: Visit): OriginChoice | undefined {
  const candidates = candidatesOf(view)
  const sticky = candidates.find(({ origin }) => origin === visit.stickyOrigin)
  if (visit.affinity !== 'none' && sticky) return sticky
  const point = visit.affinity === 'ip_cookie' ? pointOfAddress(visit.clientAddress) : pointOfTurn(visit.turn)
  return pickAt(candidates, point)
}

function candidatesOf(view: BalancerView): readonly Candidate[] {
  const { default_pools, fallback_pool, steering_policy } = view.loadBalancer
  const usable = default_pools.map((id) => healthyOrigins(view, id)).filter((origins) => origins.length > 0)
  const [first] = usable
  if (first) return steering_policy === 'random' ? usable.flat() : first
  return enabledOrigins(view, fallback_pool)
}

/** A pool with fewer healthy origins than its minimum counts as down altogether. */
function healthyOrigins(view: BalancerView, poolId: string): readonly Candidate[] {
  const healthy = enabledOrigins(view, poolId).filter(({ origin }) => view.isHealthy(poolId, origin))
  const minimum = view.pools.find(({ id }) => id === poolId)?.minimum_origins ?? 1
  return healthy.length >= minimum ? healthy : []
}

function enabledOrigins(view: BalancerView, poolId: string): readonly Candidate[] {
  const pool = view.pools.find(({ id }) => id === poolId)
  if (!pool?.enabled) return []
  const { pool_weights, default_weight } = view.loadBalancer.random_steering
  const poolWeight = pool_weights[poolId] ?? default_weight
  return pool.origins
    .filter(({ enabled }) => enabled)
    .map(({ name, address, port, weight }) => ({
      pool: poolId,
      origin: name,
      address,
      port,
      weight: weight * poolWeight,
    }))
}

function pickAt(candidates: readonly Candidate[], point: number): Candidate | undefined {
  const total = candidates.reduce((sum, { weight }) => sum + weight, 0)
  let rest = point * total
  for (const candidate of candidates) {
    rest -= candidate.weight
    if (rest < 0) return candidate
  }
  return candidates[0]
}

function pointOfAddress(address: string): number {
  return createHash('sha256').update(address).digest().readUInt32BE(0) / 2 ** 32
}

/** The turn's bits mirrored behind the point: any run of turns is spread evenly, and two halves alternate. */
function pointOfTurn(turn: number): number {
  let point = 0
  let step = 0.5
  for (let rest = turn; rest > 0; rest = Math.floor(rest / 2)) {
    point += (rest % 2) * step
    step /= 2
  }
  return point
}
