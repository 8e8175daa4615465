import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import {
  makeEstateLink,
  makeEstateNode,
  makeHealth,
  makeNodeState,
  makeStructure,
  makeView,
} from '@/lib/testing/estate-factory'
import { makeFindingWire } from '@/lib/testing/finding-factory'
import { viewGraph } from '../graph/view-graph'
import { mapSvg } from './map-svg'

const atMs = Date.UTC(2026, 10, 25, 12, 0, 7)
const structure = makeStructure({
  nodes: [makeEstateNode('web', { name: 'Web <&> "1"' }), makeEstateNode('database')],
  links: [makeEstateLink('web', 'database', { port: 3306 })],
})
const graph = viewGraph(structure, makeView({ containers: 'none' }))
const positions = new Map([
  ['web', { x: 0, y: 0 }],
  ['database', { x: 0, y: 200 }],
])
const down = makeNodeState({ status: 'down', reason: 'refused the connection' })
const observed = {
  generatedAtMs: atMs,
  nodes: new Map([
    ['web', makeNodeState()],
    ['database', down],
  ]),
  links: new Map([['web-to-database', { health: makeHealth({ status: 'down' }), figures: {} }]]),
  causes: [],
}
const found = makeFindingWire({ about: ['node:database', 'link:web-to-database'] })
const svg = mapSvg({
  title: 'estate: Zones',
  atMs,
  graph,
  positions,
  structure,
  observed,
  findings: [found],
})

test('the picture is one SVG file, whatever names hold', () => {
  expect(XMLValidator.validate(svg)).toBe(true)
  expect(new XMLParser({ ignoreAttributes: false }).parse(svg)).toHaveProperty('svg')
  expect(svg).toContain('Web &lt;&amp;&gt; &quot;1&quot;')
})

test('the picture says when it was true, and the health of each node in a word', () => {
  expect(svg).toContain('as of 2026-11-25 12:00:07 UTC')
  expect(svg).toContain('>Healthy<')
  expect(svg).toContain('>Down<')
  expect(svg).toContain('refused the connection')
})

test('what is found about a node stands beside what it is', () => {
  expect(svg).toContain('>1 finding, high<')
})

test('links and their words are in the picture', () => {
  expect(svg).toContain('marker-end')
  expect(svg).toContain('>3306 · 1 finding, high<')
})

test('a map without cards is no picture', () => {
  expect(mapSvg({ title: '', atMs, graph, positions: new Map(), structure, observed, findings: [] })).toBe('')
})
