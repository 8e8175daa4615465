import { expect, test } from 'vitest'
import { makeNodeState } from '@/lib/testing/estate-factory'
import type { Observed, Patch } from './estate'
import { applyPatch, confirmObserved, expireObserved } from './estate-state'

const before: Observed = {
  generatedAtMs: 1_000,
  nodes: new Map([
    ['web', makeNodeState({ validUntilMs: 30_000 })],
    ['db', makeNodeState({ validUntilMs: 60_000 })],
  ]),
  links: new Map(),
  causes: [],
}
const silence = { untilMs: 0, keys: new Set<string>() }
const untilFor = (keys: readonly string[], untilMs: number) =>
  new Map(keys.map((key) => [key, untilMs] as const))
const patch = (part: Partial<Patch>): Patch => ({
  generatedAtMs: 2_000,
  nodes: new Map(),
  links: new Map(),
  causes: null,
  ...part,
})

test('a patch changes what it names and leaves the rest as it was, identity included', () => {
  const down = makeNodeState({ status: 'down' })
  const { observed, changes } = applyPatch(before, patch({ nodes: new Map([['db', down]]) }))
  expect(observed.nodes.get('db')).toBe(down)
  expect(observed.nodes.get('web')).toBe(before.nodes.get('web'))
  expect(changes).toEqual({ nodes: ['db'], links: [], causes: false })
})

test('a patch older than what is shown changes nothing', () => {
  const old = patch({ generatedAtMs: 999, nodes: new Map([['db', makeNodeState({ status: 'down' })]]) })
  expect(applyPatch(before, old).observed).toBe(before)
})

test('a node past its shelf life is unknown and stale, and only that node has changed', () => {
  const { observed, changes } = expireObserved(before, 30_001, silence)
  expect(observed.nodes.get('web')?.health).toMatchObject({ status: 'unknown', isStale: true })
  expect(observed.nodes.get('db')).toBe(before.nodes.get('db'))
  expect(changes.nodes).toEqual(['web'])
})

test('nothing expires while the server, which knows of newer observations, is heard', () => {
  const heard = { untilMs: 31_000, keys: new Set(['node:web', 'node:db']) }
  expect(expireObserved(before, 30_001, heard).observed).toBe(before)
})

test('a server that is heard and follows nothing vouches for nothing: what it does not name expires', () => {
  const heard = { untilMs: 31_000, keys: new Set(['node:db']) }
  expect(expireObserved(before, 30_001, heard).changes.nodes).toEqual(['web'])
})

test('what is already expired does not change again each second', () => {
  const { observed } = expireObserved(before, 90_000, silence)
  expect(expireObserved(observed, 91_000, silence).observed).toBe(observed)
})

test('the server extends the life of what is not stale, and brings nothing stale back to life', () => {
  const stale = expireObserved(before, 30_001, silence).observed
  const confirmed = confirmObserved(stale, untilFor(['node:db', 'node:web'], 80_000))
  expect(confirmed.nodes.get('db')?.health.validUntilMs).toBe(80_000)
  expect(confirmed.nodes.get('web')?.health).toMatchObject({ status: 'unknown', validUntilMs: 30_000 })
})

test('a confirmation never shortens a life, and gives none to what it does not name', () => {
  const never = makeNodeState({ status: 'unknown', validUntilMs: null, observedAtMs: null })
  const observed = { ...before, nodes: new Map([...before.nodes, ['actor', never] as const]) }
  const confirmed = confirmObserved(observed, untilFor(['node:db'], 40_000))
  expect(confirmed.nodes.get('db')?.health.validUntilMs).toBe(60_000)
  expect(confirmed.nodes.get('actor')?.health.validUntilMs).toBeNull()
})
