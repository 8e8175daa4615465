import { describe, expect, test } from 'vitest'
import { type BalancerView, chooseOrigin, type Visit } from '@/lab/cloudflare/balancer'
import { initialState } from '@/lab/cloudflare/initial-state'

const ORIGINS = {
  'region-1': { name: 'nginx-1', address: '127.10.1.10', port: 443 },
  'region-2': { name: 'nginx-2', address: '127.10.2.10', port: 443 },
  backup: { name: 'backup-nginx', address: '127.10.6.10', port: 443 },
}

function viewWith(broken: readonly string[] = [], disabled: readonly string[] = []): BalancerView {
  const { loadBalancers, pools } = initialState(ORIGINS, new Date(0))
  const [loadBalancer] = loadBalancers
  if (!loadBalancer) throw new Error('the initial state has no load balancer')
  return {
    loadBalancer,
    pools: pools.map((pool) => ({ ...pool, enabled: !disabled.includes(pool.name) })),
    isHealthy: (_pool, origin) => !broken.includes(origin),
  }
}

function visit(change: Partial<Visit> = {}): Visit {
  return { clientAddress: '127.0.0.1', affinity: 'none', stickyOrigin: undefined, turn: 0, ...change }
}

function originsOver(turns: number, view: BalancerView, change: Partial<Visit> = {}) {
  return Array.from({ length: turns }, (_, turn) => chooseOrigin(view, visit({ ...change, turn }))?.origin)
}

describe('chooseOrigin', () => {
  test('without affinity two halves alternate', () => {
    expect(originsOver(6, viewWith())).toEqual([
      'nginx-1',
      'nginx-2',
      'nginx-1',
      'nginx-2',
      'nginx-1',
      'nginx-2',
    ])
  })

  test('weights of 3 to 1 give three visits of four to the heavier', () => {
    const view = viewWith()
    const [one, two] = view.loadBalancer.default_pools
    const pool_weights = { [one ?? '']: 0.75, [two ?? '']: 0.25 }
    const random_steering = { ...view.loadBalancer.random_steering, pool_weights }
    const chosen = originsOver(400, { ...view, loadBalancer: { ...view.loadBalancer, random_steering } })
    expect(chosen.filter((origin) => origin === 'nginx-1')).toHaveLength(300)
  })

  test('one address stays with one origin, many addresses are spread over both', () => {
    const view = viewWith()
    const once = new Set(originsOver(20, view, { affinity: 'ip_cookie', clientAddress: '127.0.0.7' }))
    expect(once.size).toBe(1)
    const addresses = Array.from({ length: 200 }, (_, index) => `127.0.1.${index}`)
    const chosen = addresses.map((clientAddress) =>
      chooseOrigin(view, visit({ affinity: 'ip_cookie', clientAddress })),
    )
    const share = chosen.filter((choice) => choice?.origin === 'nginx-1').length
    expect(share).toBeGreaterThan(70)
    expect(share).toBeLessThan(130)
  })

  test('a cookie keeps its origin while it is healthy, and no longer', () => {
    const sticky = visit({ affinity: 'ip_cookie', stickyOrigin: 'nginx-2' })
    expect(chooseOrigin(viewWith(), sticky)?.origin).toBe('nginx-2')
    expect(chooseOrigin(viewWith(['nginx-2']), sticky)?.origin).toBe('nginx-1')
  })

  test('a disabled pool gets no visitor', () => {
    expect(new Set(originsOver(10, viewWith([], ['region-1'])))).toEqual(new Set(['nginx-2']))
  })

  test('the backup serves only when no region is left, and then whatever its health', () => {
    expect(new Set(originsOver(10, viewWith(['nginx-1'])))).toEqual(new Set(['nginx-2']))
    expect(new Set(originsOver(10, viewWith(['nginx-1', 'nginx-2', 'backup-nginx'])))).toEqual(
      new Set(['backup-nginx']),
    )
  })

  test('nothing is chosen when nothing is enabled', () => {
    expect(chooseOrigin(viewWith([], ['region-1', 'region-2', 'backup-dc']), visit())).toBeUndefined()
  })
})
