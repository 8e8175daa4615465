import { afterEach, beforeEach, expect, it } from 'vitest'
import type { FactOf } from '@/lib/core/observed/fact'
import { storeFacts } from '@/lib/server/services/observed/store-facts'
import { makePortFact } from '@/lib/testing/facts'
import { makeNode } from '@/lib/testing/inventory-factory'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { declare } from '@/lib/testing/worker'
import { exportPorts } from './export-ports'
import { getPorts } from './get-ports'
import { diffPortScans, getPortHistory, listPortScans } from './port-changes'

const startMs = Date.UTC(2030, 0, 1)
let test: TestDatabase
beforeEach(async () => {
  test = await createTestDatabase()
  await declare(test.database, {
    nodes: [makeNode('web', { address: '127.0.0.1' })],
    links: [],
    ports: [
      {
        slug: 'https',
        port: 443,
        class: 'external',
        service: 'HTTPS',
        targets: ['web'],
        specifiedIn: ['Test'],
      },
    ],
  })
})
afterEach(() => test.drop())

function contextAt(atMs: number) {
  const actor = { type: 'system', name: 'test', role: 'admin' } as const
  return { actor, clock: { nowMs: () => atMs }, database: test.database, requestId: 'test' }
}

function scan(atMs: number, facts: readonly FactOf<'port'>[]) {
  return storeFacts(contextAt(atMs), {
    name: 'scan',
    setBy: 'import scan.xml',
    source: 'nmap',
    vantage: 'outside',
    observedAtMs: atMs,
    validUntilMs: atMs + 60_000,
    facts,
  })
}

const https = (state: 'open' | 'closed') => makePortFact({ node: null, port: 443, state })

it('holds what was seen beside what is declared, with its history and the difference of two moments', async () => {
  await scan(startMs, [https('open')])
  const evil = makePortFact({ node: null, port: 8888, service: '=cmd|x' })
  await scan(startMs + 10_000, [https('closed'), evil])
  const { cells, counts } = await getPorts(contextAt(startMs + 11_000))
  expect(cells.map(({ id, verdict }) => [id, verdict])).toEqual([
    ['web:443/tcp', 'declared-closed'],
    ['web:8888/tcp', 'undeclared-open'],
  ])
  expect(counts['undeclared-open']).toBe(1)
  const { changes } = await getPortHistory(contextAt(startMs), 'web:443/tcp')
  expect(changes.map(({ from, to }) => [from, to])).toEqual([
    ['open', 'closed'],
    [null, 'open'],
  ])
  const { scans } = await listPortScans(contextAt(startMs))
  expect(scans.map((each) => each.changes)).toEqual([2, 1])
  const moments = { from: new Date(startMs).toISOString(), to: new Date(startMs + 10_000).toISOString() }
  const { differences } = await diffPortScans(contextAt(startMs), moments)
  expect(differences.map(({ node, port, from, to }) => [node, port, from, to])).toEqual([
    ['web', 443, 'open', 'closed'],
    ['web', 8888, null, 'open'],
  ])
})

it('says stale when the shelf life of what was seen has ended', async () => {
  await scan(startMs, [https('open')])
  const { cells } = await getPorts(contextAt(startMs + 60_001))
  expect(cells.map(({ verdict }) => verdict)).toEqual(['stale'])
})

it('exports no cell that a spreadsheet would run', async () => {
  await scan(startMs, [makePortFact({ node: null, port: 8888, service: '=HYPERLINK("http://x")' })])
  const csv = await exportPorts(contextAt(startMs), 'csv')
  expect(csv).toContain(`"'=HYPERLINK(""http://x"")"`)
  expect(JSON.parse(await exportPorts(contextAt(startMs), 'json'))).toHaveLength(2)
})

it('tells what only its own host reaches apart in matrix, export and history', async () => {
  const socket = { kind: 'socket', node: 'web', transport: 'tcp', port: 3306, process: 'mariadbd' } as const
  const listed = (atMs: number, ...addresses: readonly string[]) =>
    storeFacts(contextAt(atMs), {
      name: 'ss',
      setBy: 'import web.ss',
      source: 'ss',
      vantage: 'host',
      observedAtMs: atMs,
      validUntilMs: atMs + 60_000,
      facts: addresses.map((localAddress) => ({ ...socket, localAddress })),
    })
  const sqlAt = async (atMs: number) => {
    const { cells, counts } = await getPorts(contextAt(atMs))
    const sql = cells.find(({ id }) => id === 'web:3306/tcp')
    return [sql?.verdict, sql?.sights[0]?.isLoopback, counts['undeclared-open']]
  }
  await listed(startMs, '::1')
  expect(await sqlAt(startMs)).toEqual(['loopback-open', true, 0])
  expect(await exportPorts(contextAt(startMs), 'csv')).toMatch(/loopback-open.*open \(loopback only\)/)
  await listed(startMs + 1_000, '::1', '0.0.0.0')
  expect(await sqlAt(startMs + 1_000)).toEqual(['undeclared-open', false, 1])
  const { changes } = await getPortHistory(contextAt(startMs + 1_000), 'web:3306/tcp')
  expect(changes.map(({ to, listensOn }) => [to, listensOn])).toEqual([
    ['open', '0.0.0.0'],
    ['open', '::1'],
  ])
})
