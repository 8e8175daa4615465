import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { NodeHistory } from '@/lib/core/api/nodes'
import type { TopologyWire } from '@/lib/core/topology/topology-wire'
import { storeObservations } from '@/lib/server/repositories/observation.repository'
import { insertTransitions } from '@/lib/server/repositories/transition.repository'
import { createTestApi, type TestApi } from '@/lib/testing/api'
import { makeLink, makeNode } from '@/lib/testing/inventory-factory'
import { declare } from '@/lib/testing/worker'

const minute = 60_000
let api: TestApi
let now: number

/** Web needs the database, which was down from 40 to 20 minutes ago; nobody looked from 60 to 50 minutes ago. */
beforeAll(async () => {
  api = await createTestApi()
  const { database } = api.runtime
  now = Date.now()
  await declare(database, {
    nodes: [makeNode('web'), makeNode('database', { kind: 'database' })],
    links: [makeLink('web', 'database')],
  })
  await database.inventoryRevision.updateMany({ data: { createdAt: new Date(now - 120 * minute) } })
  const probes = await database.probe.findMany()
  const at = Array.from({ length: 90 }, (_, index) => now - index * minute).filter(
    (atMs) => atMs < now - 60 * minute || atMs > now - 50 * minute,
  )
  const observations = probes.flatMap(({ id }) =>
    at.map((finishedAtMs) => ({ probeId: id, finishedAtMs, durationMs: 1, status: 0, reason: null })),
  )
  await storeObservations(database, 'test', observations, [])
  const change = (node: string, minutesAgo: number, toStatus: string, reason: string) => ({
    subject: `node:${node}`,
    atMs: now - minutesAgo * minute,
    fromStatus: 'unknown',
    toStatus,
    reason,
  })
  await database.$transaction((transaction) =>
    insertTransitions(transaction, [
      change('web', 91, 'healthy', 'answers'),
      change('database', 91, 'healthy', 'answers'),
      change('database', 40, 'down', 'refused the connection'),
      change('database', 20, 'healthy', 'answers'),
    ]),
  )
})
afterAll(() => api.close())

async function at(minutesAgo: number) {
  const path = `/api/v1/topology?at=${new Date(now - minutesAgo * minute).toISOString()}`
  const response = await api.call('GET', path, { as: api.people.auditor })
  const topology: TopologyWire = await response.json()
  return new Map(topology.nodes.map((node) => [node.slug, node]))
}

describe('the topology of the past', () => {
  test('shows what was down then, with the reason of then and what followed from it', async () => {
    const nodes = await at(30)
    expect(nodes.get('database')).toMatchObject({
      health: {
        status: 'down',
        reason: 'refused the connection',
        since: new Date(now - 40 * minute).toISOString(),
      },
      rootCause: true,
      impacts: ['web'],
    })
    expect(nodes.get('web')).toMatchObject({ health: { status: 'healthy' }, impactedBy: ['database'] })
  })

  test('shows what had recovered as healthy, and does not expire', async () => {
    const health = (await at(10)).get('database')?.health
    expect(health).toMatchObject({ status: 'healthy', validUntil: null, stale: false })
  })

  test('is unknown where nobody looked then, whatever the last change said', async () => {
    expect((await at(54)).get('web')?.health.status).toBe('unknown')
  })

  test('is of no time to come', async () => {
    const path = `/api/v1/topology?at=${new Date(now + 60 * minute).toISOString()}`
    expect((await api.call('GET', path, { as: api.people.auditor })).status).toBe(400)
  })
})

describe('the history of a node', () => {
  test('has no gaps, and tells outages from times at which nobody looked', async () => {
    const path = '/api/v1/nodes/database/history?hours=2'
    const history: NodeHistory = await (await api.call('GET', path, { as: api.people.auditor })).json()
    const { segments } = history
    expect(segments.map(({ status }) => status)).toEqual([
      'unknown',
      'healthy',
      'unknown',
      'healthy',
      'down',
      'healthy',
    ])
    for (const [index, segment] of segments.slice(1).entries()) expect(segment.from).toBe(segments[index]?.to)
    expect(segments[0]?.from).toBe(history.from)
    expect(segments.at(-1)?.to).toBe(history.to)
    expect(history.shares.down).toBeCloseTo(20 / 120, 2)
  })
})
