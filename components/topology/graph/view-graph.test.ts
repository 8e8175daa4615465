import { describe, expect, test } from 'vitest'
import { makeEstateLink, makeEstateNode, makeStructure, makeView } from '@/lib/testing/estate-factory'
import { collapseAbove, viewGraph } from './view-graph'

const zones = [
  { slug: 'edge', name: 'Edge' },
  { slug: 'data', name: 'Data' },
]
const nodes = [
  makeEstateNode('db', { zone: 'data' }),
  makeEstateNode('cdn', { zone: 'edge' }),
  makeEstateNode('cache', { zone: 'data' }),
]
const links = [
  makeEstateLink('cdn', 'db'),
  makeEstateLink('db', 'cache', { kind: 'backup' }),
  makeEstateLink('cdn', 'cache', { kind: 'metrics' }),
]

describe('a view of the estate', () => {
  test('is the same whatever the order in which the estate is told', () => {
    const view = makeView({ contextLinks: ['backup'] })
    const one = viewGraph(makeStructure({ nodes, links, zones }), view)
    const other = viewGraph(
      makeStructure({ nodes: nodes.toReversed(), links: links.toReversed(), zones }),
      view,
    )
    expect(other).toEqual(one)
  })

  test('draws the links that it names, context apart, and leaves the others out', () => {
    const graph = viewGraph(makeStructure({ nodes, links, zones }), makeView({ contextLinks: ['backup'] }))
    expect(graph.links.map(({ id, isContext }) => [id, isContext])).toEqual([
      ['cdn-to-db', false],
      ['db-to-cache', true],
    ])
  })

  test('shows a link only in the views that it names', () => {
    const onlyElsewhere = makeEstateLink('cdn', 'db', { views: ['ha'] })
    const structure = makeStructure({ nodes, links: [onlyElsewhere], zones })
    expect(viewGraph(structure, makeView()).links).toEqual([])
    expect(viewGraph(structure, makeView({ slug: 'ha' })).links).toHaveLength(1)
  })

  test('keeps zones in their declared order and leaves out empty ones', () => {
    const structure = makeStructure({ nodes: nodes.filter(({ slug }) => slug !== 'cdn'), zones })
    expect(viewGraph(structure, makeView()).containers.map(({ id }) => id)).toEqual(['data'])
  })

  test('places a roll-up near its members though no link joins them', () => {
    const rolled = [...nodes, makeEstateNode('centre', { rollsUp: 'all' })]
    const groups = [{ slug: 'all', name: 'All', policy: { type: 'all' } as const, members: ['db', 'gone'] }]
    expect(viewGraph(makeStructure({ nodes: rolled, groups }), makeView()).hints).toEqual([['centre', 'db']])
  })
})

describe('a view of very many nodes', () => {
  const many = Array.from({ length: collapseAbove + 1 }, (_, index) =>
    makeEstateNode(`web-${index}`, { zone: 'edge', group: 'web' }),
  )
  const structure = makeStructure({
    nodes: [...many, makeEstateNode('db', { zone: 'data' })],
    links: many.map((node) => makeEstateLink(node.slug, 'db')),
    zones,
  })

  test('draws a counted card for those that stand in for each other, and one line for their links', () => {
    const graph = viewGraph(structure, makeView())
    expect(graph.nodes.map(({ id, members }) => [id, members.length])).toEqual([
      ['cluster:edge:web', collapseAbove + 1],
      ['db', 1],
    ])
    expect(graph.links.map(({ linkIds }) => linkIds.length)).toEqual([collapseAbove + 1])
  })

  test('opens the cluster that somebody asked for', () => {
    const graph = viewGraph(structure, makeView(), { expanded: new Set(['cluster:edge:web']) })
    expect(graph.nodes).toHaveLength(collapseAbove + 2)
  })
})
