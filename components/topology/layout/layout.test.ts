import { describe, expect, test } from 'vitest'
import { makeEstateLink, makeEstateNode, makeStructure, makeView } from '@/lib/testing/estate-factory'
import { viewGraph } from '../graph/view-graph'
import { placeContainers, placeLabel } from './containers'
import { contentHash } from './content-hash'
import { elkInput } from './elk-input'
import { focusView } from './focus-view'
import { foldBands } from './fold-bands'
import { plainLayout } from './plain-layout'
import { cardSize, type Positions } from './positions'

const zones = ['edge', 'application', 'data'].map((slug) => ({ slug, name: slug }))
const nodes = zones.flatMap(({ slug: zone }) =>
  Array.from({ length: 7 }, (_, index) => makeEstateNode(`${zone}-${index}`, { zone })),
)
const links = [makeEstateLink('edge-0', 'application-0'), makeEstateLink('application-0', 'data-0')]
const graphOf = (order: typeof nodes) => viewGraph(makeStructure({ nodes: order, links, zones }), makeView())
const graph = graphOf(nodes)

function overlapping(positions: Positions): number {
  const cards = [...positions.values()]
  return cards.filter((a, index) =>
    cards
      .slice(index + 1)
      .some((b) => Math.abs(a.x - b.x) < cardSize.width && Math.abs(a.y - b.y) < cardSize.height),
  ).length
}

describe('the layout', () => {
  test('is asked for in the same words whatever the order of the estate', () => {
    const reversed = graphOf(nodes.toReversed())
    expect(JSON.stringify(elkInput(reversed))).toBe(JSON.stringify(elkInput(graph)))
    expect(contentHash(reversed)).toBe(contentHash(graph))
  })

  test('has another name when the graph is another', () => {
    expect(contentHash(graphOf(nodes.slice(1)))).not.toBe(contentHash(graph))
  })

  test('without any worker places every card, none over another, bands in their order', () => {
    const positions = plainLayout(graph)
    expect(positions.size).toBe(nodes.length)
    expect(overlapping(positions)).toBe(0)
    const bands = placeContainers(graph, positions)
    expect(bands.map(({ container }) => container.id)).toEqual(['edge', 'application', 'data'])
    for (const [index, band] of bands.entries()) {
      const next = bands[index + 1]
      if (next) expect(band.y + band.height).toBeLessThan(next.y)
    }
  })

  test('keeps the summary of a container off the way of links into its upper cards', () => {
    const region = [{ slug: 'region-1', name: 'Region 1' }]
    const pair = ['nginx-1', 'php-1'].map((slug) => makeEstateNode(slug, { zone: 'region-1' }))
    const one = viewGraph(makeStructure({ nodes: pair, links: [], zones: region }), makeView())
    const summaryOver = (upperX: number) => {
      const positions = new Map([
        ['nginx-1', { x: upperX, y: 0 }],
        ['php-1', { x: 600 - upperX, y: 150 }],
      ])
      const [placed] = placeContainers(one, positions)
      if (placed === undefined) throw new Error('the container is not placed')
      const { summary } = placeLabel(placed, positions)
      const entry = upperX + cardSize.width / 2
      return entry > summary.x && entry < summary.x + summary.width
    }
    expect(summaryOver(0)).toBe(false)
    expect(summaryOver(600)).toBe(false)
  })

  test('folds long rows, so that the map keeps the proportions of a screen', () => {
    const inOneRow = new Map(graph.nodes.map((node, index) => [node.id, { x: index * 300, y: 0 }]))
    const folded = [...foldBands(graph, inOneRow).values()]
    const width = Math.max(...folded.map(({ x }) => x)) + cardSize.width
    const height = Math.max(...folded.map(({ y }) => y)) + cardSize.height
    expect(width / height).toBeGreaterThan(0.8)
    expect(width / height).toBeLessThan(3)
  })

  test('lets layers that fit share a row', () => {
    const layered = new Map(graph.nodes.map((node, index) => [node.id, { x: index, y: index % 2 }]))
    const positions = foldBands(graph, layered)
    const rows = new Set([...positions].filter(([id]) => id.startsWith('edge')).map(([, { y }]) => y))
    expect(rows.size).toBeLessThanOrEqual(2)
  })
})

describe('where the map is looked at', () => {
  const bounds = { x: 0, y: 0, width: 2_000, height: 1_500 }

  test('it is whole without a selection', () => {
    const { x, y, zoom } = focusView(bounds, { width: 1_000, height: 700 }, null)
    expect(x).toBeGreaterThanOrEqual(0)
    expect(y).toBeGreaterThanOrEqual(0)
    expect(bounds.width * zoom + x).toBeLessThanOrEqual(1_000)
    expect(bounds.height * zoom + y).toBeLessThanOrEqual(700)
  })

  test('a selected card is in sight and large enough to read, at the far corner too', () => {
    const card = { x: 2_000 - cardSize.width, y: 1_500 - cardSize.height }
    const { x, y, zoom } = focusView(bounds, { width: 1_000, height: 700 }, card)
    expect(zoom).toBeGreaterThanOrEqual(0.7)
    expect(card.x * zoom + x).toBeGreaterThanOrEqual(0)
    expect((card.x + cardSize.width) * zoom + x).toBeLessThanOrEqual(1_000)
    expect((card.y + cardSize.height) * zoom + y).toBeLessThanOrEqual(700)
  })

  test('a small map is not blown up', () => {
    const small = { x: 0, y: 0, width: 200, height: 80 }
    expect(focusView(small, { width: 1_000, height: 700 }, null).zoom).toBeLessThanOrEqual(1.1)
  })
})
