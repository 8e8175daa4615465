import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { defaultProbePolicy, type VerdictStatus, verdictStatuses } from '@/lib/core/health/health-state'
import { nextHealth } from '@/lib/core/health/next-health'
import { systemClock } from '@/lib/core/time/clock'
import { appendEvents } from '@/lib/server/repositories/event.repository'
import { storeObservations } from '@/lib/server/repositories/observation.repository'
import { renewLease } from '@/lib/server/repositories/worker.repository'
import { makeNode } from '@/lib/testing/inventory-factory'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { declare, silentLog } from '@/lib/testing/worker'
import { EventHub } from './event-hub'
import { type LiveMessage, LiveTopology } from './live-topology'

let test: TestDatabase
let hub: EventHub
let live: LiveTopology
const ends: (() => void)[] = []

beforeEach(async () => {
  test = await createTestDatabase()
  await declare(test.database, { nodes: [makeNode('web'), makeNode('other')], links: [] })
  await renewLease(test.database, { id: 'one', host: 'test', pid: 1, leaseMs: 600_000, stats: {} })
  hub = new EventHub({ database: test.database, url: test.url, log: silentLog })
  hub.start()
  const options = { database: test.database, hub, clock: systemClock, log: silentLog }
  live = new LiveTopology({ ...options, tickMs: 50, rereadMs: 60_000 })
})
afterEach(async () => {
  for (const end of ends.splice(0)) end()
  await hub.close()
  await test.drop()
})

function watch() {
  const messages: LiveMessage[] = []
  ends.push(live.subscribe((message) => messages.push(message)))
  const patches = () => messages.flatMap((message) => (message.kind === 'patch' ? [message] : []))
  /** The status of each node after all patches so far. */
  const statuses = () => {
    const shown: Record<string, string> = {}
    for (const { difference } of patches()) {
      for (const { node, health } of difference.nodes) shown[node.slug] = health.status
      for (const slug of difference.removedNodes) delete shown[slug]
    }
    return shown
  }
  return { messages, patches, statuses }
}

interface Stored {
  readonly status: VerdictStatus
  /** Until when it may be believed, from now. */
  readonly validForMs?: number
  readonly version?: number
}

/** Stores the health of the probe `web/tcp` as a worker would; down is decided at once. */
async function store({ status, validForMs = 60_000, version = 1 }: Stored): Promise<void> {
  const { id } = await test.database.probe.findUniqueOrThrow({ where: { slug: 'web/tcp' } })
  const nowMs = Date.now()
  const policy = { ...defaultProbePolicy, failureThreshold: 1 }
  const observation = { startedAtMs: nowMs - 5, finishedAtMs: nowMs, status, reason: `was ${status}` }
  const { health } = nextHealth(null, observation, policy)
  const validUntilMs = nowMs + validForMs
  const row = { probeId: id, finishedAtMs: nowMs, durationMs: 5, status: verdictStatuses.indexOf(status) }
  const state = { probeId: id, version, observedAtMs: nowMs, validUntilMs, evidence: '[]', figures: '{}' }
  await test.database.$transaction(async (transaction) => {
    const json = JSON.stringify({ ...health, validUntilMs })
    await storeObservations(transaction, 'one', [{ ...row, reason: null }], [{ ...state, health: json }])
    await appendEvents(transaction, [
      { kind: 'probe-suspect', nodeSlug: 'web', probeSlug: 'web/tcp', reason: 'test' },
    ])
  })
}

it('shows everything first, then each change, to all who watch', async () => {
  await store({ status: 'healthy' })
  const first = watch()
  await vi.waitFor(() => expect(first.statuses()).toEqual({ web: 'healthy', other: 'unknown' }))
  const second = watch()
  expect(second.statuses()).toEqual({ web: 'healthy', other: 'unknown' })
  await store({ status: 'down', version: 2 })
  await vi.waitFor(() => expect(second.statuses().web).toBe('down'))
  expect(first.statuses()).toEqual(second.statuses())
  expect(
    first
      .patches()
      .at(-1)
      ?.difference.nodes.map(({ node }) => node.slug),
  ).toEqual(['web'])
  const seqs = first.patches().map((patch) => patch.seq)
  expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index))
})

it('shows unknown the moment that the shelf life ends, without any event', async () => {
  await store({ status: 'healthy', validForMs: 1_200 })
  const { statuses, messages } = watch()
  await vi.waitFor(() => expect(statuses().web).toBe('healthy'))
  await vi.waitFor(() => expect(statuses().web).toBe('unknown'), { timeout: 3_000 })
  expect(messages.some((message) => message.kind === 'tick')).toBe(true)
})

it('never goes back in time: a reading that began before something grew old does not make it young again', async () => {
  await store({ status: 'healthy', validForMs: 1_500 })
  const { statuses, patches } = watch()
  await vi.waitFor(() => expect(statuses().web).toBe('healthy'))
  await test.database.$transaction(async (transaction) => {
    await transaction.$executeRaw`LOCK TABLE "ProbeState" IN ACCESS EXCLUSIVE MODE`
    await appendEvents(test.database, [
      { kind: 'probe-suspect', nodeSlug: 'web', probeSlug: 'web/tcp', reason: 'a reading begins and waits' },
    ])
    await vi.waitFor(() => expect(statuses().web).toBe('unknown'), { timeout: 4_000 })
  })
  await store({ status: 'down', version: 2 })
  await vi.waitFor(() => expect(statuses().web).toBe('down'), { timeout: 4_000 })
  const shown = patches().flatMap(({ difference }) =>
    difference.nodes.flatMap(({ node, health }) => (node.slug === 'web' ? [health.status] : [])),
  )
  expect(shown.slice(shown.indexOf('unknown'))).not.toContain('healthy')
  const times = patches().map(({ generatedAtMs }) => generatedAtMs)
  expect(times).toEqual(times.toSorted((a, b) => a - b))
})

it('ticks with the time until which each node may be believed', async () => {
  await store({ status: 'healthy' })
  const { messages } = watch()
  await vi.waitFor(() => {
    const tick = messages.findLast((message) => message.kind === 'tick')
    expect(tick?.kind === 'tick' && Object.keys(tick.validUntilMs)).toEqual(['node:web'])
  })
})

it('tells that another inventory is in force', async () => {
  const { messages, statuses } = watch()
  await vi.waitFor(() => expect(Object.keys(statuses())).toEqual(['web', 'other']))
  const revision = await declare(test.database, { nodes: [makeNode('web'), makeNode('new')], links: [] })
  await vi.waitFor(() => expect(messages).toContainEqual({ kind: 'revision', revision }))
  await vi.waitFor(() => expect(Object.keys(statuses())).toEqual(['web', 'new']))
})

it('says that the database is away and lets what it knows grow old', async () => {
  await store({ status: 'healthy', validForMs: 2_500 })
  const { messages, statuses } = watch()
  await vi.waitFor(() => expect(statuses().web).toBe('healthy'))
  await test.database.$executeRawUnsafe('ALTER TABLE "Event" RENAME TO "EventAway"')
  await test.database.$executeRawUnsafe('ALTER TABLE "ProbeState" RENAME TO "ProbeStateAway"')
  hub.ring()
  await vi.waitFor(() => expect(messages).toContainEqual({ kind: 'status', status: 'database-away' }))
  expect(statuses().web).toBe('healthy')
  await vi.waitFor(() => expect(statuses().web).toBe('unknown'), { timeout: 5_000 })
  await test.database.$executeRawUnsafe('ALTER TABLE "EventAway" RENAME TO "Event"')
  await test.database.$executeRawUnsafe('ALTER TABLE "ProbeStateAway" RENAME TO "ProbeState"')
  hub.ring()
  await vi.waitFor(() =>
    expect(messages.filter((message) => message.kind === 'status').at(-1)?.status).toBe('live'),
  )
})

it('reads nothing while nobody watches', async () => {
  const { statuses } = watch()
  await vi.waitFor(() => expect(Object.keys(statuses())).toHaveLength(2))
  ends.splice(0).forEach((end) => {
    end()
  })
  await store({ status: 'healthy' })
  const again = watch()
  expect(again.patches()).toEqual([])
  await vi.waitFor(() => expect(again.statuses().web).toBe('healthy'))
})
