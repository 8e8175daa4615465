import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  type FactBody,
  type FactOf,
  type ObservedFact,
  portStates,
  type Vantage,
  vantages,
} from '@/lib/core/observed/fact'
import { makePortFact } from '@/lib/testing/facts'
import { makeInventory, makeLink, makeNode } from '@/lib/testing/inventory-factory'
import { csvCell } from './csv-cell'
import { portMatrix } from './port-matrix'

const nowMs = 1_000_000
const inventory = makeInventory({
  nodes: [makeNode('web', { address: '127.0.0.1' }), makeNode('database', { address: '127.0.0.2' })],
  ports: [
    {
      slug: 'https',
      port: 443,
      class: 'external',
      service: 'HTTPS',
      targets: ['web'],
      specifiedIn: ['Test'],
    },
    {
      slug: 'sql',
      port: 3306,
      class: 'internal',
      service: 'SQL',
      targets: ['database'],
      specifiedIn: ['Test'],
    },
  ],
})

function observed<Body extends FactBody>(
  body: Body,
  vantage: Vantage,
  observedAtMs = nowMs,
): ObservedFact<Body> {
  const times = { observedAtMs, sinceMs: observedAtMs, validUntilMs: observedAtMs + 1_000 }
  return { key: `${vantage}`, body, source: 'probe', vantage, setBy: 'test', ...times }
}

const anyFact = fc.record({
  address: fc.constantFrom('127.0.0.1', '127.0.0.2', '192.0.2.9'),
  port: fc.constantFrom(22, 443, 3306),
  state: fc.constantFrom(...portStates),
  vantage: fc.constantFrom(...vantages),
  ageMs: fc.integer({ min: 0, max: 2_000 }),
})

function matrixOf(facts: readonly ObservedFact<FactOf<'port'>>[]) {
  return portMatrix(inventory, { ports: facts, sockets: [], firewalls: [] }, nowMs)
}

it('has every declared port once, every open one once, and no row for a closed one that nobody declared', () => {
  fc.assert(
    fc.property(fc.array(anyFact, { maxLength: 20 }), (drafts) => {
      const facts = drafts.map(({ address, port, state, vantage, ageMs }) =>
        observed(makePortFact({ node: null, address, port, state }), vantage, nowMs - ageMs),
      )
      const cells = matrixOf(facts)
      const ids = cells.map((cell) => cell.id)
      expect(new Set(ids).size).toBe(ids.length)
      expect(ids).toContain('web:443/tcp')
      expect(ids).toContain('database:3306/tcp')
      for (const cell of cells) {
        if (cell.declared === null) expect(cell.sights.some(({ state }) => state === 'open')).toBe(true)
      }
    }),
  )
})

it('never calls a port as declared on the word of a stale observation', () => {
  fc.assert(
    fc.property(fc.array(anyFact, { maxLength: 20 }), (drafts) => {
      const facts = drafts.map(({ address, port, state, vantage, ageMs }) =>
        observed(makePortFact({ node: null, address, port, state }), vantage, nowMs - 1_001 - ageMs),
      )
      for (const cell of matrixOf(facts)) expect(['stale', 'not-observed']).toContain(cell.verdict)
    }),
  )
})

it('of one vantage the newest word counts', () => {
  const old = observed(makePortFact({ port: 443, state: 'closed' }), 'worker', nowMs - 500)
  const young = observed(makePortFact({ port: 443, state: 'open' }), 'worker')
  for (const facts of [
    [old, young],
    [young, old],
  ]) {
    expect(matrixOf(facts).find(({ id }) => id === 'web:443/tcp')?.verdict).toBe('as-declared')
  }
})

it('shows an approval as missing, current to the end of its day, then expired', () => {
  const approved = (approvedUntil: string) =>
    makeInventory({
      nodes: [makeNode('web', { address: '127.0.0.1' })],
      links: [],
      ports: [
        {
          slug: 'https',
          port: 443,
          class: 'external',
          service: 'HTTPS',
          targets: ['web'],
          approvedBy: 'cto',
          approvedUntil,
          specifiedIn: ['Test'],
        },
      ],
    })
  const facts = { ports: [], sockets: [], firewalls: [] }
  const at = Date.parse('2030-02-01T23:59:59Z')
  expect(portMatrix(approved('2030-02-01'), facts, at)[0]?.approval).toBe('current')
  expect(portMatrix(approved('2030-02-01'), facts, at + 1_000)[0]?.approval).toBe('expired')
  expect(matrixOf([])[0]?.approval).toBe('missing')
})

it('no cell of an export starts as a formula does', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(csvCell(text)).not.toMatch(/^[=+\-@\t\r]/)
    }),
  )
})

it('says where the inventory names an open port that no row of the matrix has', () => {
  const named = makeInventory({
    nodes: inventory.nodes,
    links: [makeLink('web', 'database', { id: 'ssh', port: 22 })],
  })
  const open = (address: string, vantage: Vantage) =>
    observed(makePortFact({ node: null, address, port: 22 }), vantage)
  const cellsOf = (facts: readonly ObservedFact<FactOf<'port'>>[]) =>
    portMatrix(named, { ports: facts, sockets: [], firewalls: [] }, nowMs).map((cell) => [
      cell.id,
      cell.verdict,
      cell.named?.field ?? null,
    ])
  expect(cellsOf([open('127.0.0.1', 'worker'), open('127.0.0.2', 'worker')])).toEqual([
    ['database:22/tcp', 'unlisted-open', 'links.ssh.port'],
    ['web:22/tcp', 'undeclared-open', null],
  ])
  expect(cellsOf([open('127.0.0.2', 'outside')])).toEqual([
    ['database:22/tcp', 'undeclared-open', 'links.ssh.port'],
  ])
})

const loopbacks = ['127.0.0.1', '127.0.0.53%lo', '::1', '::ffff:127.0.0.1', '0.0.0.0%lo', '0:0:0:0:0:0:0:1']
const reachable = ['0.0.0.0', '::', '192.0.2.7', '127.10.1.7', '::ffff:192.0.2.7', '0.0.0.0%eth0']

it('calls a port open that only its own host reaches nothing more, whatever else was not seen', () => {
  const estate = makeInventory({
    nodes: [
      makeNode('web', { address: '192.0.2.7' }),
      makeNode('boxed', {
        address: '127.10.1.6',
        probes: [{ key: 'tcp', kind: 'tcp', settings: { host: '127.10.1.7', port: 1 } }],
      }),
    ],
    links: [],
  })
  const socket = (localAddress: string) =>
    observed<FactOf<'socket'>>(
      { kind: 'socket', node: 'web', transport: 'tcp', localAddress, port: 8080, process: null },
      'host',
    )
  const some = fc.shuffledSubarray([...loopbacks, ...reachable], { minLength: 1 })
  fc.assert(
    fc.property(some, (addresses) => {
      const sockets = addresses.map(socket)
      const [cell] = portMatrix(estate, { ports: [], sockets, firewalls: [] }, nowMs)
      const isReached = addresses.some((address) => reachable.includes(address))
      expect(cell?.verdict).toBe(isReached ? 'undeclared-open' : 'loopback-open')
      expect(cell?.sights[0]?.isLoopback).toBe(!isReached)
    }),
  )
})

it('gives a socket to the node that has its address, and one on every address to the node that listed it', () => {
  const sockets = ['127.0.0.2', '0.0.0.0'].map((localAddress) =>
    observed<FactOf<'socket'>>(
      { kind: 'socket', node: 'web', transport: 'tcp', localAddress, port: 9999, process: null },
      'host',
    ),
  )
  const cells = portMatrix(inventory, { ports: [], sockets, firewalls: [] }, nowMs)
  expect(cells.flatMap(({ id, port }) => (port === 9999 ? [id] : []))).toEqual([
    'database:9999/tcp',
    'web:9999/tcp',
  ])
})
