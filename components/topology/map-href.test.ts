import { expect, test } from 'vitest'
import { makeStructure, makeView } from '@/lib/testing/estate-factory'
import { mapHref } from './map-href'

const structure = makeStructure({
  views: [makeView({ slug: 'zones', nodes: ['web'] }), makeView({ slug: 'ha', nodes: ['web', 'db'] })],
})

test('a link to a node leads to a view that shows it, the open one where it does', () => {
  expect(mapHref(structure, 'web', 'ha')).toBe('/topology?view=ha&node=web')
  expect(mapHref(structure, 'db', 'zones')).toBe('/topology?view=ha&node=db')
})

test('a node that no view names is found in the view of everything', () => {
  expect(mapHref(structure, 'redis-1')).toBe('/topology?view=everything&node=redis-1')
})
