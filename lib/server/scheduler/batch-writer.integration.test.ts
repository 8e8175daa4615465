import { afterEach, beforeEach, expect, it } from 'vitest'
import type { VerdictStatus } from '@/lib/core/health/health-state'
import type { FactOf } from '@/lib/core/observed/fact'
import { listFacts } from '@/lib/server/repositories/fact.repository'
import { lastHealthyObservations } from '@/lib/server/repositories/observation.repository'
import { listCurrentProbeStates } from '@/lib/server/repositories/probe.repository'
import { makePortFact } from '@/lib/testing/facts'
import { makeNode } from '@/lib/testing/inventory-factory'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { declare, makeMetrics, silentLog } from '@/lib/testing/worker'
import { applyObservation } from './apply-observation'
import { Assignments } from './assignments'
import { BatchWriter } from './batch-writer'

let test: TestDatabase
beforeEach(async () => {
  test = await createTestDatabase()
  await declare(test.database, { nodes: [makeNode('web')], links: [] })
})
afterEach(() => test.drop())

interface Said {
  readonly reason?: string
  readonly kept?: number
}

/** One worker's memory of the node `web` and what stores it. */
async function makeSide(workerId: string) {
  const assignments = new Assignments(test.database, workerId)
  await assignments.refresh([workerId])
  const metrics = makeMetrics()
  const writer = new BatchWriter({
    database: test.database,
    workerId,
    log: silentLog,
    metrics,
    flushMs: 60_000,
  })
  const observe = (atMs: number, status: VerdictStatus, { reason = `was ${status}`, kept }: Said = {}) => {
    const node = assignments.find('web')
    const probe = node?.probes.get('web/tcp')
    if (node === undefined || probe === undefined) throw new Error('the probe is not assigned')
    const said = { reason, ...(kept === undefined ? {} : { kept }) }
    const observation = { startedAtMs: atMs - 12, finishedAtMs: atMs, status, ...said }
    applyObservation(node, { probe, observation, isConnectionBroken: false })
    writer.add(node, false)
    return probe
  }
  const settle = async () => {
    for (let tries = 0; tries < 5; tries += 1) await writer.flush()
  }
  return { observe, settle, writer, metrics, assignments }
}

const startMs = Date.UTC(2030, 0, 1)

async function storedStatuses(): Promise<readonly number[]> {
  const rows = await test.database.observation.findMany({ orderBy: { finishedAt: 'asc' } })
  return rows.map((row) => row.status)
}

it('stores observations, state, history and events in one go', async () => {
  const { observe, settle } = await makeSide('one')
  observe(startMs, 'healthy')
  for (const seconds of [1, 2, 3]) observe(startMs + seconds * 1_000, 'down')
  await settle()
  expect(await storedStatuses()).toEqual([0, 2, 2, 2])
  const state = (await listCurrentProbeStates(test.database)).get('web/tcp')
  expect(state).toMatchObject({ workerId: 'one', version: 1, health: { status: 'down' } })
  const history = await test.database.healthTransition.findMany({ orderBy: { id: 'asc' } })
  expect(history.map((row) => [row.subject, row.toStatus])).toEqual([
    ['probe:web/tcp', 'healthy'],
    ['node:web', 'healthy'],
    ['probe:web/tcp', 'down'],
    ['node:web', 'down'],
  ])
  const events = await test.database.event.findMany({ orderBy: { id: 'asc' } })
  expect(events.map((event) => event.kind)).toEqual([
    'inventory-applied',
    'health-changed',
    'probe-suspect',
    'health-changed',
  ])
})

it('writes evidence only when it has changed, and keeps what is stored otherwise', async () => {
  const { observe, settle } = await makeSide('one')
  const probe = observe(startMs, 'healthy')
  probe.evidence = [{ label: 'Address', value: '127.0.0.1:80' }]
  probe.figures = { connectMs: 1.5 }
  await settle()
  observe(startMs + 1_000, 'healthy')
  await settle()
  const state = (await listCurrentProbeStates(test.database)).get('web/tcp')
  expect(state).toMatchObject({
    version: 2,
    evidence: [{ label: 'Address', value: '127.0.0.1:80' }],
    figures: { connectMs: 1.5 },
    health: { observedAtMs: startMs + 1_000 },
  })
})

it('continues on the newer state when another worker has stored meanwhile', async () => {
  const one = await makeSide('one')
  const two = await makeSide('two')
  one.observe(startMs, 'healthy')
  await one.settle()
  for (const seconds of [1, 2]) one.observe(startMs + seconds * 1_000, 'down')
  await one.settle()
  // The second worker knows nothing of all that; its first observation is older than the newest stored.
  two.observe(startMs + 1_500, 'healthy')
  two.observe(startMs + 3_000, 'down')
  await two.settle()
  const state = (await listCurrentProbeStates(test.database)).get('web/tcp')
  expect(state).toMatchObject({ workerId: 'two', version: 3, health: { status: 'down' } })
  expect(state?.health?.runs.down.count).toBe(3)
  const history = await test.database.healthTransition.findMany({ where: { subject: 'node:web' } })
  expect(history.map((row) => row.toStatus)).toEqual(['healthy', 'down'])
  expect((await two.metrics.versionConflicts.get()).values[0]?.value).toBe(1)
})

it('stores no observation twice when the answer to a commit was lost', async () => {
  const one = await makeSide('one')
  const probe = one.observe(startMs, 'healthy')
  await one.settle()
  probe.version = 0
  one.observe(startMs + 1_000, 'healthy')
  await one.settle()
  expect(await storedStatuses()).toEqual([0, 0])
  expect((await listCurrentProbeStates(test.database)).get('web/tcp')?.version).toBe(2)
})

it('does not let what was measured under old settings outlive their change', async () => {
  const one = await makeSide('one')
  one.observe(startMs, 'healthy')
  await one.settle()
  const probes = [{ key: 'tcp', kind: 'tcp', settings: { host: '127.0.0.2', port: 80 } }]
  await declare(test.database, { nodes: [makeNode('web', { probes })], links: [] })
  await one.assignments.refresh(['one'])
  const probe = one.observe(startMs + 5_000, 'down')
  expect(probe.health).toMatchObject({ status: 'unknown', runs: { down: { count: 1 } } })
  await one.settle()
  const state = (await listCurrentProbeStates(test.database)).get('web/tcp')
  expect(state).toMatchObject({ version: 1, health: { status: 'unknown' } })
})

it('stores what peers answer, whatever bytes it is made of', async () => {
  const { storableObservation } = await import('./pending-batch')
  const one = await makeSide('one')
  const { reason } = storableObservation({ reason: 'answered \u0000\ud800 and more' })
  const probe = one.observe(startMs, 'down', { reason })
  probe.evidence = [{ label: 'Answer', value: '\u0000\udc00' }]
  await one.settle()
  expect(await storedStatuses()).toEqual([2])
  const state = (await listCurrentProbeStates(test.database)).get('web/tcp')
  expect(state?.evidence).toEqual([{ label: 'Answer', value: '\ufffd\ufffd' }])
})

it('drops the observations of a probe that is gone and stores those of the others', async () => {
  await declare(test.database, { nodes: [makeNode('web'), makeNode('other')], links: [] })
  const one = await makeSide('one')
  const other = one.assignments.find('other')
  const otherProbe = other?.probes.get('other/tcp')
  if (other === undefined || otherProbe === undefined) throw new Error('the probe is not assigned')
  const observation = {
    startedAtMs: startMs,
    finishedAtMs: startMs + 1,
    status: 'healthy',
    reason: '',
  } as const
  applyObservation(other, { probe: otherProbe, observation, isConnectionBroken: false })
  one.writer.add(other, false)
  one.observe(startMs, 'healthy')
  await test.database.probe.delete({ where: { slug: 'other/tcp' } })
  await one.settle()
  const states = await listCurrentProbeStates(test.database)
  expect([...states.keys()]).toEqual(['web/tcp'])
})

it('stores what a probe says with its observation, renews it while it is the same, and forgets it with the probe', async () => {
  const one = await makeSide('one')
  const say = (atMs: number, ports: readonly number[]) => {
    const probe = one.observe(atMs, 'healthy')
    const bodies = ports.map((port) => makePortFact({ port }))
    probe.facts = { bodies, observedAtMs: atMs, validUntilMs: atMs + 60_000 }
    return one.settle()
  }
  await say(startMs, [22, 80])
  await say(startMs + 1_000, [22, 80])
  const renewed = await listFacts(test.database)
  expect(renewed.map(({ body, sinceMs, validUntilMs }) => [body, sinceMs, validUntilMs])).toEqual(
    [22, 80].map((port) => [makePortFact({ port }), startMs, startMs + 61_000]),
  )
  await say(startMs + 2_000, [80])
  expect(await listFacts(test.database)).toHaveLength(1)
  await declare(test.database, { nodes: [makeNode('web', { probes: [], unobserved: 'gone' })], links: [] })
  expect(await listFacts(test.database)).toEqual([])
  const told = await test.database.event.findMany({ where: { kind: 'facts-changed' } })
  expect(told).toHaveLength(3)
})

it('stores what is left of the time that a resolver keeps an answer, and tells of no change', async () => {
  const one = await makeSide('one')
  const say = (atMs: number, ttl: number) => {
    const probe = one.observe(atMs, 'healthy')
    probe.facts = { bodies: [keptAnswer(ttl)], observedAtMs: atMs, validUntilMs: atMs + 60_000 }
    return one.settle()
  }
  await say(startMs, 300)
  await say(startMs + 15_000, 285)
  const [kept] = await listFacts(test.database)
  expect(kept).toMatchObject({ body: keptAnswer(285), sinceMs: startMs, observedAtMs: startMs + 15_000 })
  expect(await test.database.event.count({ where: { kind: 'facts-changed' } })).toBe(1)
})

it('keeps when a probe found all in order, with its number, after it has failed too', async () => {
  const { observe, settle } = await makeSide('one')
  const asked = { nodeSlug: 'web', kind: 'tcp' }
  expect(await lastHealthyObservations(test.database, asked)).toEqual([])
  observe(startMs, 'healthy')
  observe(startMs + 1_000, 'healthy', { kept: 2.5 })
  for (const seconds of [2, 3, 4]) observe(startMs + seconds * 1_000, 'down')
  await settle()
  expect(await lastHealthyObservations(test.database, asked)).toMatchObject([
    { startedAtMs: startMs + 1_000 - 12, intervalSeconds: 10, kept: 2.5 },
    { startedAtMs: startMs - 12, intervalSeconds: 10, kept: null },
  ])
  expect(await lastHealthyObservations(test.database, { ...asked, kind: 'http' })).toEqual([])
})

function keptAnswer(ttl: number): FactOf<'dns-answer'> {
  return {
    kind: 'dns-answer',
    zone: 'example.org',
    server: '127.0.0.1:53',
    serverRole: 'resolver',
    name: 'example.org',
    type: 'A',
    rcode: 'NOERROR',
    isAuthoritative: false,
    isValidated: false,
    usedTcp: false,
    records: [{ ttl, data: '192.0.2.1' }],
    glue: [],
    soa: null,
  }
}
