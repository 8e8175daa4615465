import { expect, test } from 'vitest'
import { probePolicySchema, type VerdictStatus } from '@/lib/core/health/health-state'
import { nodeSchema } from '@/lib/core/inventory/node'
import { makeNode } from '@/lib/testing/inventory-factory'
import { applyObservation } from './apply-observation'
import { type NodeMemory, nothingPending, type ProbeMemory } from './node-memory'

const policy = probePolicySchema.parse({})
const shelfLifeMs = (2 * policy.intervalSeconds + policy.timeoutSeconds + policy.graceSeconds) * 1_000

function makeMemory(...keys: readonly string[]): { node: NodeMemory; probes: readonly ProbeMemory[] } {
  const probes = keys.map(
    (key, index): ProbeMemory => ({
      id: index + 1,
      slug: `web/${key}`,
      nodeSlug: 'web',
      kind: 'tcp',
      settings: {},
      policy,
      workerId: 'one',
      health: null,
      evidence: [],
      figures: {},
      version: 0,
      storedEvidence: undefined,
      storedFigures: undefined,
      facts: null,
      storedFacts: undefined,
    }),
  )
  const declared = keys.map((key) => ({ key, kind: 'tcp' }))
  const node: NodeMemory = {
    slug: 'web',
    node: nodeSchema.parse(makeNode('web', { probes: declared })),
    probes: new Map(probes.map((probe) => [probe.slug, probe])),
    status: 'unknown',
    pending: nothingPending(),
  }
  return { node, probes }
}

function observe(node: NodeMemory, probe: ProbeMemory | undefined, atMs: number, status: VerdictStatus) {
  if (probe === undefined) throw new Error('no probe')
  const observation = { startedAtMs: atMs - 10, finishedAtMs: atMs, status, reason: `was ${status}` }
  return applyObservation(node, { probe, observation, isConnectionBroken: false })
}

function historyOf(node: NodeMemory, subject: string): readonly string[] {
  return node.pending.transitions
    .filter((transition) => transition.subject === subject)
    .map(({ fromStatus, toStatus, atMs }) => `${fromStatus} to ${toStatus} at ${atMs}`)
}

test('the history of probe and node continues at each hard change, and an event tells of it', () => {
  const { node, probes } = makeMemory('tcp')
  observe(node, probes[0], 1_000, 'healthy')
  for (const atMs of [2_000, 3_000, 4_000]) observe(node, probes[0], atMs, 'down')
  const history = ['unknown to healthy at 1000', 'healthy to down at 4000']
  expect(historyOf(node, 'probe:web/tcp')).toEqual(history)
  expect(historyOf(node, 'node:web')).toEqual(history)
  const changes = node.pending.events.filter((event) => event.kind === 'health-changed')
  expect(changes.map(({ from, to }) => [from, to])).toEqual([
    ['unknown', 'healthy'],
    ['healthy', 'down'],
  ])
})

test('a node is only as well as its worst major probe', () => {
  const { node, probes } = makeMemory('tcp', 'http')
  observe(node, probes[0], 1_000, 'healthy')
  expect(historyOf(node, 'node:web')).toEqual([])
  observe(node, probes[1], 1_500, 'healthy')
  expect(historyOf(node, 'node:web')).toEqual(['unknown to healthy at 1500'])
})

test('a time in which nobody looked stands in the history as unknown, from the end of the shelf life', () => {
  const { node, probes } = makeMemory('tcp')
  observe(node, probes[0], 1_000, 'healthy')
  const expiredAtMs = 1_000 + shelfLifeMs
  observe(node, probes[0], expiredAtMs + 60_000, 'healthy')
  expect(historyOf(node, 'probe:web/tcp')).toEqual([
    'unknown to healthy at 1000',
    `healthy to unknown at ${expiredAtMs}`,
    `unknown to healthy at ${expiredAtMs + 60_000}`,
  ])
  expect(historyOf(node, 'node:web')).toEqual([
    'unknown to healthy at 1000',
    `healthy to unknown at ${expiredAtMs + 1}`,
    `unknown to healthy at ${expiredAtMs + 60_000}`,
  ])
})

test('a first failure raises suspicion once, and is urgent', () => {
  const { node, probes } = makeMemory('tcp')
  expect(observe(node, probes[0], 1_000, 'healthy').isSuspect).toBe(false)
  expect(observe(node, probes[0], 2_000, 'down')).toMatchObject({ isSuspect: true, isUrgent: true })
  expect(observe(node, probes[0], 3_000, 'down').isSuspect).toBe(false)
  expect(node.pending.events.filter((event) => event.kind === 'probe-suspect')).toHaveLength(1)
})

test('that a probe could not look raises no suspicion', () => {
  const { node, probes } = makeMemory('tcp')
  observe(node, probes[0], 1_000, 'healthy')
  expect(observe(node, probes[0], 2_000, 'unknown').isSuspect).toBe(false)
})

test('an observation older than what is known leaves nothing behind', () => {
  const { node, probes } = makeMemory('tcp')
  observe(node, probes[0], 5_000, 'healthy')
  node.pending = nothingPending()
  expect(observe(node, probes[0], 4_000, 'down').step.isIgnored).toBe(true)
  expect(node.pending).toEqual(nothingPending())
})

test('a healthy observation that confirms what is known waits for company', () => {
  const { node, probes } = makeMemory('tcp')
  observe(node, probes[0], 1_000, 'healthy')
  expect(observe(node, probes[0], 2_000, 'healthy').isUrgent).toBe(false)
})
