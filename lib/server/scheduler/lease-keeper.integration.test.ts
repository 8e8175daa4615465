import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { releaseLease, renewLease } from '@/lib/server/repositories/worker.repository'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { makeMetrics, silentLog } from '@/lib/testing/worker'
import { LeaseKeeper } from './lease-keeper'

let test: TestDatabase
const keepers: LeaseKeeper[] = []
beforeEach(async () => {
  test = await createTestDatabase()
})
afterEach(async () => {
  await Promise.all(keepers.splice(0).map((keeper) => keeper.close()))
  await test.drop()
})

function makeKeeper(id: string, times = { leaseMs: 6_000, heartbeatMs: 2_000 }) {
  const heard: string[] = []
  const keeper = new LeaseKeeper({
    database: test.database,
    worker: { id, host: 'test', pid: 1 },
    times,
    log: silentLog,
    metrics: makeMetrics(),
    stats: () => ({}),
    onWorkers: (ids) => heard.push(ids.join(' ')),
  })
  keepers.push(keeper)
  return { keeper, heard }
}

async function changesOf(workerId: string): Promise<readonly unknown[]> {
  const events = await test.database.event.findMany({ orderBy: { id: 'asc' } })
  const bodies = events.map((event) => event.body as { workerId?: string; change?: string })
  return bodies.filter((body) => body.workerId === workerId).map((body) => body.change)
}

it('a worker holds its lease from the start and knows the others', async () => {
  const one = makeKeeper('one')
  expect(one.keeper.mayProbe()).toBe(false)
  await one.keeper.start()
  expect(one.keeper.mayProbe()).toBe(true)
  const two = makeKeeper('two')
  await two.keeper.start()
  await one.keeper.renew()
  expect(one.heard).toEqual(['one', 'one two'])
  expect(two.heard).toEqual(['one two'])
})

it('a worker that dies is found lost when its lease ends, not a heartbeat later', async () => {
  const dead = { id: 'dead', host: 'test', pid: 2, leaseMs: 400, stats: {} }
  await renewLease(test.database, dead)
  const diedMs = performance.now()
  const { keeper, heard } = makeKeeper('one', { leaseMs: 60_000, heartbeatMs: 20_000 })
  await keeper.start()
  expect(heard).toEqual(['dead one'])
  await vi.waitFor(() => expect(heard.at(-1)).toBe('one'), { timeout: 5_000, interval: 10 })
  expect(performance.now() - diedMs).toBeLessThan(3_000)
  expect(await changesOf('dead')).toEqual(['started', 'lost'])
})

it('several workers that find the same one lost tell of it once', async () => {
  await renewLease(test.database, { id: 'dead', host: 'test', pid: 2, leaseMs: 50, stats: {} })
  const sides = ['one', 'two', 'three'].map((id) => makeKeeper(id))
  await Promise.all(sides.map(({ keeper }) => keeper.start()))
  await vi.waitFor(() => {
    for (const { heard } of sides) expect(heard.at(-1)).not.toContain('dead')
  })
  expect(await changesOf('dead')).toEqual(['started', 'lost'])
})

it('a worker that stops gives its lease back, which others hear of as an event', async () => {
  const one = makeKeeper('one')
  await one.keeper.start()
  await one.keeper.close()
  expect(one.keeper.mayProbe()).toBe(false)
  expect(await changesOf('one')).toEqual(['started', 'stopped'])
})

it('a worker whose lease was taken for lost must take it anew, and says so', async () => {
  const one = makeKeeper('one')
  await one.keeper.start()
  await releaseLease(test.database, 'one')
  await one.keeper.renew()
  expect(one.heard).toEqual(['one', 'one'])
  expect(await changesOf('one')).toEqual(['started', 'stopped', 'started'])
})

it('a lease that ran out is no leave to probe until it is taken anew', async () => {
  const { keeper } = makeKeeper('one', { leaseMs: 60, heartbeatMs: 30_000 })
  await keeper.start()
  await vi.waitFor(() => expect(keeper.mayProbe()).toBe(false), { interval: 5 })
  await keeper.renew()
  expect(keeper.mayProbe()).toBe(true)
})
