import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { EventBody } from '@/lib/core/events/event'
import { appendEvents } from '@/lib/server/repositories/event.repository'
import { createTestDatabase, execute, type TestDatabase } from '@/lib/testing/test-database'
import { silentLog } from '@/lib/testing/worker'
import { EventHub, type HubMessage } from './event-hub'

let test: TestDatabase
let hub: EventHub
beforeEach(async () => {
  test = await createTestDatabase()
  // A long backstop: what arrives has come by the doorbell.
  hub = new EventHub({ database: test.database, url: test.url, log: silentLog, backstopMs: 60_000 })
})
afterEach(async () => {
  await hub.close()
  await test.drop()
})

function append(...revisions: readonly number[]) {
  const bodies = revisions.map((revision): EventBody => ({ kind: 'inventory-applied', revision }))
  return test.database.$transaction((transaction) => appendEvents(transaction, bodies))
}

function listen(afterId?: number) {
  const messages: HubMessage[] = []
  const end = hub.subscribe(afterId, (message) => messages.push(message))
  const ids = () => messages.flatMap((message) => (message.kind === 'event' ? [message.event.id] : []))
  return { messages, ids, end }
}

async function isLive(): Promise<void> {
  hub.start()
  await vi.waitFor(() => expect(hub.newestId).toBeDefined(), { timeout: 5_000 })
  // A first event through the doorbell shows that the connection listens.
  const probe = listen()
  await append(0)
  await vi.waitFor(() => expect(probe.ids()).toHaveLength(1), { timeout: 5_000 })
  probe.end()
}

it('delivers what many write at once: all of it, once, in order, to each subscriber', async () => {
  await isLive()
  const early = listen()
  const writers = Array.from({ length: 6 }, async (_, writer) => {
    for (let index = 0; index < 15; index += 1) await append(writer, index)
  })
  const late = listen(0)
  await Promise.all(writers)
  const rows = await test.database.event.findMany({ orderBy: { id: 'asc' }, select: { id: true } })
  const all = rows.map((row) => Number(row.id))
  expect(all).toHaveLength(181)
  await vi.waitFor(() => expect(early.ids()).toHaveLength(180), { timeout: 5_000 })
  expect(early.ids()).toEqual(all.slice(1))
  await vi.waitFor(() => expect(late.ids()).toHaveLength(181), { timeout: 5_000 })
  expect(late.ids()).toEqual(all)
})

it('replays from the id that a subscriber saw last, while others hear only what is new', async () => {
  await isLive()
  const [first] = await append(1)
  const kept = await append(2, 3)
  const back = listen(first?.id)
  await vi.waitFor(() => expect(back.ids()).toEqual(kept.map((event) => event.id)))
  const fresh = listen()
  const [next] = await append(4)
  await vi.waitFor(() => expect(fresh.ids()).toEqual([next?.id]))
  expect(back.ids().at(-1)).toBe(next?.id)
})

it('says that there is a gap when what was missed has been pruned', async () => {
  await isLive()
  await append(1, 2, 3, 4)
  await test.database.event.deleteMany({ where: { id: { lte: 3 } } })
  const { messages, ids } = listen(1)
  await vi.waitFor(() => expect(ids()).toEqual([4, 5]))
  expect(messages.map((message) => message.kind)).toEqual(['status', 'gap', 'event', 'event'])
})

it('says that there is a gap to a subscriber that knows a newer event than there is', async () => {
  await isLive()
  const { messages } = listen(4_711)
  await vi.waitFor(() => expect(messages.map((message) => message.kind)).toContain('gap'))
})

it('hears what an older copy of the database says after it was restored', async () => {
  await isLive()
  const { messages, ids } = listen()
  await append(1, 2, 3)
  await vi.waitFor(() => expect(ids()).toHaveLength(3))
  await test.database.event.deleteMany({ where: { id: { gt: 2 } } })
  await test.database.$executeRaw`SELECT setval(pg_get_serial_sequence('"Event"', 'id'), 2)`
  hub.ring()
  await vi.waitFor(() => expect(messages.at(-1)?.kind).toBe('gap'))
  await append(9)
  await vi.waitFor(() => expect(ids()).toEqual([2, 3, 4, 3]))
})

it('hears again by itself after its connections were cut', async () => {
  await isLive()
  const { ids, messages } = listen()
  const name = new URL(test.url).pathname.slice(1)
  const server = process.env.SWITCHYARD_TEST_POSTGRES ?? ''
  await execute(
    server,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}' AND query LIKE 'LISTEN%'`,
  )
  const [event] = await append(7)
  await vi.waitFor(() => expect(ids()).toEqual([event?.id]), { timeout: 10_000 })
  expect(messages.some((message) => message.kind === 'gap')).toBe(false)
})

it('one subscriber that fails keeps no other from hearing', async () => {
  await isLive()
  hub.subscribe(undefined, (message) => {
    if (message.kind === 'event') throw new Error('a broken pipe')
  })
  const { ids } = listen()
  const [event] = await append(1)
  await vi.waitFor(() => expect(ids()).toEqual([event?.id]))
})
