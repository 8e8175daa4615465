import { expect, test } from 'vitest'
import { makeEstateNode, makeNodeState } from '@/lib/testing/estate-factory'
import { headline } from './headline'

const observedAs = (states: Record<string, ReturnType<typeof makeNodeState>>) => ({
  generatedAtMs: 0,
  nodes: new Map(Object.entries(states)),
  links: new Map(),
  causes: [],
})
const unobserved = makeNodeState({ status: 'unknown', observedAtMs: null, validUntilMs: null, sinceMs: null })
const nodes = ['a', 'b', 'c'].map((slug) => makeEstateNode(slug))

test('an estate in which all that is observed is healthy says how many nobody observes', () => {
  const observed = observedAs({ a: makeNodeState(), b: makeNodeState(), c: unobserved })
  expect(headline(nodes, observed)).toBe('All 2 observed nodes are healthy; 1 is not observed.')
})

test('it never says all while anything is unknown', () => {
  const stale = makeNodeState({ status: 'unknown', isStale: true })
  const observed = observedAs({ a: makeNodeState(), b: makeNodeState(), c: stale })
  expect(headline(nodes, observed)).toBe('1 unknown; 2 of 3 observed nodes are healthy.')
})

test('what fails is told first', () => {
  const observed = observedAs({
    a: makeNodeState({ status: 'degraded' }),
    b: makeNodeState({ status: 'down' }),
    c: makeNodeState({ status: 'maintenance' }),
  })
  expect(headline(nodes, observed)).toBe(
    '1 down, 1 degraded, 1 in maintenance; 0 of 3 observed nodes are healthy.',
  )
})

test('an estate that nobody observes is not called healthy', () => {
  const planned = nodes.map((node) => ({ ...node, lifecycle: 'planned' as const }))
  expect(headline(planned, observedAs({}))).toBe('None of 3 nodes is observed.')
})
