import { describe, expect, test } from 'vitest'
import { makeEstateNode, makeNodeState } from '@/lib/testing/estate-factory'
import { nodeLook, outageClock, signText, spokenNode } from './node-words'

const node = makeEstateNode('web', { name: 'Web', role: 'reverse proxy' })
const nameOf = (slug: string) => slug.toUpperCase()

describe('how a node is drawn', () => {
  test('what was never observed is told apart from what has become stale', () => {
    const never = makeNodeState({ status: 'unknown', observedAtMs: null, validUntilMs: null })
    expect(nodeLook(node, never)).toMatchObject({ word: 'Not observed', isUnobserved: true })
    const stale = makeNodeState({ status: 'unknown', isStale: true })
    expect(nodeLook(node, stale)).toMatchObject({ word: 'Stale', isUnobserved: false })
  })

  test('a planned node has no health, whatever is said of it', () => {
    expect(nodeLook({ ...node, lifecycle: 'planned' }, makeNodeState()).shown).toBe('planned')
  })

  test('a node of which nothing was heard is unknown', () => {
    expect(nodeLook(node, undefined).shown).toBe('unknown')
  })

  test('impact is a sign beside the health, not a health', () => {
    const state = makeNodeState({}, { impactedBy: ['db'] })
    expect(nodeLook(node, state).shown).toBe('healthy')
    expect(signText(state, nameOf)).toBe('Impacted by DB')
  })
})

test('a card is one sentence for a screen reader, with the reason where something is wrong', () => {
  const state = makeNodeState({ status: 'down', reason: 'refused the connection' }, { isRootCause: true })
  expect(spokenNode(node, state, nameOf)).toBe('Web, reverse proxy, Down, refused the connection, Root cause')
})

test('an outage is timed from its start, by the clock that is passed', () => {
  expect(outageClock(makeNodeState({ status: 'down', sinceMs: 1_000 }), 43_000)).toBe('00:42')
})
