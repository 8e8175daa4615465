import { expect, test, vi } from 'vitest'
import { makeNodeState, makeStructure } from '@/lib/testing/estate-factory'
import { EstateStore } from './estate-store'

const observed = (generatedAtMs: number) => ({
  generatedAtMs,
  nodes: new Map([
    ['web', makeNodeState()],
    ['db', makeNodeState()],
  ]),
  links: new Map(),
  causes: [],
})

function loadedStore() {
  const store = new EstateStore()
  store.load(makeStructure(), observed(1_000))
  return store
}

test('a patch of one node tells those who listen to it, and nobody who listens to another', () => {
  const store = loadedStore()
  const heard = { web: vi.fn(), db: vi.fn(), any: vi.fn() }
  store.subscribe('node:web', heard.web)
  store.subscribe('node:db', heard.db)
  store.subscribe('any', heard.any)
  store.patch({
    generatedAtMs: 2_000,
    nodes: new Map([['db', makeNodeState({ status: 'down' })]]),
    links: new Map(),
    causes: null,
  })
  expect(heard.db).toHaveBeenCalledTimes(1)
  expect(heard.any).toHaveBeenCalledTimes(1)
  expect(heard.web).not.toHaveBeenCalled()
})

test('an answer older than what is shown is ignored, one of another revision is not', () => {
  const store = loadedStore()
  store.load(makeStructure(), observed(500))
  expect(store.observed.generatedAtMs).toBe(1_000)
  store.load(makeStructure({ revision: 2 }), observed(500))
  expect(store.structure?.revision).toBe(2)
})

test('the structure keeps its identity while the revision stays, so that the map is not laid out again', () => {
  const store = loadedStore()
  const before = store.structure
  store.load(makeStructure(), observed(3_000))
  expect(store.structure).toBe(before)
})

test('a confirmation is told to nobody: nothing looks different', () => {
  const store = loadedStore()
  const heard = vi.fn()
  store.subscribe('any', heard)
  store.confirm(new Map([['node:web', 90_000]]))
  expect(store.node('web')?.health.validUntilMs).toBe(90_000)
  expect(heard).not.toHaveBeenCalled()
})

test('who has stopped listening hears nothing more', () => {
  const store = loadedStore()
  const heard = vi.fn()
  store.subscribe('node:web', heard)()
  store.expire(100_000, { untilMs: 0, keys: new Set() })
  expect(heard).not.toHaveBeenCalled()
})

test('says why there is nothing to draw, until a topology was loaded', () => {
  const store = new EstateStore()
  const heard = vi.fn()
  store.subscribe('structure', heard)
  store.fail({ kind: 'empty', message: 'No inventory is in force yet.' })
  expect(heard).toHaveBeenCalledTimes(1)
  expect(store.problem).toEqual({ kind: 'empty', message: 'No inventory is in force yet.' })
  store.load(makeStructure(), observed(1_000))
  expect(store.problem).toBeNull()
})

test('a failed reading takes nothing away that is shown already', () => {
  const store = loadedStore()
  store.fail({ kind: 'failed', message: 'away' })
  expect(store.problem).toBeNull()
  expect(store.structure).not.toBeNull()
})
