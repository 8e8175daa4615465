import { z } from 'zod'
import type { PreflightCheck } from '@/lib/core/runbooks/action-definition'
import type { CloudflareZone } from '@/lib/server/connectors/cloudflare/client'
import { type Balancing, type Pool, readPoolHealth } from '@/lib/server/connectors/cloudflare/load-balancing'
import { reasonOf } from '@/lib/server/connectors/cloudflare/zone-checks'

export const wantedPoolSchema = z.strictObject({
  name: z.string().min(1),
  enabled: z.boolean().optional(),
  /** Its share of the traffic among the pools that serve. */
  weight: z.number().min(0).max(1).optional(),
})
export type WantedPool = z.infer<typeof wantedPoolSchema>

export function checkPoolsAreThere({ pools }: Balancing, wanted: readonly WantedPool[]): PreflightCheck {
  const known = new Set(pools.map(({ name }) => name))
  const missing = wanted.filter(({ name }) => !known.has(name)).map(({ name }) => name)
  return {
    key: 'pools-there',
    title: 'the pools are there',
    outcome: missing.length === 0 ? 'passed' : 'failed',
    reason: missing.length === 0 ? 'all of them' : `there is no pool ${missing.join(', ')}`,
    evidence: [{ label: 'Pools of the account', value: [...known].join(', ') }],
  }
}

/** A pool switched off must leave somebody to serve; the fallback pool serves whatever its health. */
export async function checkSomebodyServes(
  zone: CloudflareZone,
  balancing: Balancing,
  wanted: readonly WantedPool[],
): Promise<PreflightCheck> {
  const base = { key: 'somebody-serves', title: 'somebody serves afterwards' }
  const isOn = (pool: Pool) => wanted.find(({ name }) => name === pool.name)?.enabled ?? pool.enabled
  const on = balancing.pools.filter(isOn)
  const { default_pools, fallback_pool } = balancing.balancer
  const serving = on.filter(({ id }) => default_pools.includes(id))
  const fallback = on.find(({ id }) => id === fallback_pool)
  if (serving.length === 0 && !fallback) {
    return {
      ...base,
      outcome: 'failed',
      reason: 'no pool would be left: every visitor would get an error',
      evidence: [],
    }
  }
  try {
    const asked = serving.length > 0 ? serving : fallback ? [fallback] : []
    const health = await Promise.all(asked.map((pool) => readPoolHealth(zone, pool)))
    const evidence = asked.map(({ name }, index) => ({
      label: `Pool ${name}`,
      value: health[index] === undefined ? 'health not told' : health[index] ? 'healthy' : 'not healthy',
    }))
    const names = asked.filter((_pool, index) => health[index] === true).map(({ name }) => name)
    if (names.length > 0) {
      return {
        ...base,
        outcome: 'passed',
        reason: `${names.join(', ')} would serve and is healthy`,
        evidence,
      }
    }
    if (!fallback) return { ...base, outcome: 'failed', reason: 'no healthy pool would be left', evidence }
    const reason = `only ${fallback.name} would serve, and the edge does not call it healthy now`
    return { ...base, outcome: 'warning', reason, evidence }
  } catch (error) {
    return { ...base, outcome: 'unknown', reason: reasonOf(error), evidence: [] }
  }
}
