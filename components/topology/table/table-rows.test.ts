import { expect, test } from 'vitest'
import { makeEstateNode, makeNodeState } from '@/lib/testing/estate-factory'
import { tableRows, worstFirst } from './table-rows'

const nodes = ['calm', 'down', 'hit', 'quiet', 'stale'].map((slug) => makeEstateNode(slug))
const observed = {
  generatedAtMs: 0,
  nodes: new Map([
    ['calm', makeNodeState()],
    ['down', makeNodeState({ status: 'down' })],
    ['hit', makeNodeState({}, { impactedBy: ['down'] })],
    ['quiet', makeNodeState({ status: 'unknown', observedAtMs: null, validUntilMs: null })],
    ['stale', makeNodeState({ status: 'unknown', isStale: true })],
  ]),
  links: new Map(),
  causes: [],
}
const slugs = (search: string, sorting = worstFirst) =>
  tableRows(nodes, observed, { search, sorting }).map((row) => row.node.slug)

test('what fails is at the top, what nobody observes at the bottom', () => {
  expect(slugs('')).toEqual(['down', 'stale', 'hit', 'calm', 'quiet'])
})

test('a column can be sorted both ways', () => {
  expect(slugs('', { column: 'name', isAscending: false })).toEqual(['stale', 'quiet', 'hit', 'down', 'calm'])
})

test('a search leaves what holds all of its words', () => {
  expect(slugs('application cal')).toEqual(['calm'])
})
