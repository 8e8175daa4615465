import { expect, test } from 'vitest'
import { makeEstateNode, makeNodeState, makeStructure } from '@/lib/testing/estate-factory'
import { changeList } from './change-list'

const structure = makeStructure({
  nodes: [makeEstateNode('web'), makeEstateNode('db'), makeEstateNode('new')],
})
const observed = {
  generatedAtMs: 0,
  nodes: new Map([
    ['web', makeNodeState({ sinceMs: 1_000 })],
    ['db', makeNodeState({ status: 'down', sinceMs: 3_000 })],
    ['new', makeNodeState({ status: 'unknown', sinceMs: null })],
  ]),
  links: new Map(),
  causes: [],
}

test('the newest change is first, and what never changed is not a change', () => {
  const events = [
    { id: 7, at: new Date(2_000).toISOString(), body: { kind: 'inventory-applied', revision: 3 } as const },
    {
      id: 8,
      at: new Date(9_000).toISOString(),
      body: { kind: 'layout-changed', view: 'zones' } as const,
    },
  ]
  expect(changeList(structure, observed, events).map(({ key }) => key)).toEqual([
    'node:db',
    'event:7',
    'node:web',
  ])
})
