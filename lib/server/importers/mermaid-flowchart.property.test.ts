import DOMPurify from 'dompurify'
import fc from 'fast-check'
import mermaid from 'mermaid'
import { beforeAll, expect, it } from 'vitest'
import type { Flowchart } from '@/lib/core/imports/flowchart'
import { LineNotes, numberedLines } from './line-notes'
import { plainLabel } from './mermaid/chart-label'
import { FlowchartReader } from './mermaid/flowchart-reader'

/** A fixed budget: the same diagrams each time. A failure prints the diagram that it was shrunk to. */
const SEED = 20_260_502
const RUNS = 1_500
const TEST_DEADLINE_MS = 180_000

interface DrawnVertex {
  readonly id: string
  readonly text: string
  readonly type?: string
  readonly labelType: string
}
interface DrawnEdge {
  readonly start: string
  readonly end: string
  readonly text: string
  readonly labelType: string
  readonly type: string
  readonly stroke: string
}
interface DrawnArea {
  readonly id: string
  readonly title: string
  readonly nodes: readonly string[]
  readonly labelType: string
}
/** What Mermaid's own parser says of a flowchart; its types leave it open. */
interface Drawn {
  getVertices(): ReadonlyMap<string, DrawnVertex>
  getEdges(): readonly DrawnEdge[]
  getSubGraphs(): readonly DrawnArea[]
}

beforeAll(async () => {
  // Labels are sanitised with a document, which Node has not; what sanitising removes is not what is compared here.
  Object.assign(DOMPurify, { addHook: () => undefined, sanitize: (text: string) => text })
  mermaid.initialize({ maxEdges: 100_000, logLevel: 'fatal' })
  await mermaid.parse('flowchart TD')
})

/** Undefined for what Mermaid refuses. A node that is styled and never drawn is none that we know. */
async function drawn(text: string, known: ReadonlySet<string>): Promise<Flowchart | undefined> {
  try {
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(text)
    return chartOf(db as unknown as Drawn, { text, known })
  } catch {
    return undefined
  }
}

function chartOf(db: Drawn, { text, known }: { text: string; known: ReadonlySet<string> }): Flowchart {
  const areas = db.getSubGraphs()
  const isArea = (id: string) => areas.some((area) => area.id === id)
  const styled = new Set([...text.matchAll(/\bstyle\s+(\S+)/g)].map(([, id]) => id))
  const areaOver = (id: string) => {
    const area = areas.find((each) => each.nodes.includes(id))
    return area === undefined ? null : words(area.title, area.labelType)
  }
  const nodes = [...db.getVertices().values()].filter(({ id }) => {
    const isOnlyStyled = styled.has(id) && !known.has(id)
    return !isArea(id) && !isOnlyStyled
  })
  return {
    nodes: nodes.map(({ id, text: label, type, labelType }) => ({
      id,
      label: words(label, labelType) || id,
      isCylinder: ['cylinder', 'cyl', 'db', 'database'].includes(type ?? ''),
      area: areaOver(id),
    })),
    edges: db.getEdges().flatMap(({ start, end, type, stroke, text: label, labelType }) => {
      if (stroke === 'invisible' || start === end || isArea(start) || isArea(end)) return []
      expect(['arrow_point', 'arrow_open', 'double_arrow_point']).toContain(type)
      const edge = {
        from: start,
        to: end,
        label: words(label, labelType) || null,
        isDotted: stroke === 'dotted',
      }
      return type === 'double_arrow_point' ? [edge, { ...edge, from: end, to: start }] : [edge]
    }),
  }
}

function words(text: string, labelType: string): string {
  const decoded = text.replace(/ﬂ°°/g, '#').replace(/ﬂ°/g, '#').replace(/¶ß/g, ';')
  return plainLabel(labelType === 'markdown' && decoded !== '' ? `\`${decoded}\`` : decoded) ?? decoded
}

/** Undefined while a line is not understood: then nothing is taken over. */
function read(text: string): Flowchart | undefined {
  const notes = new LineNotes('a.mmd')
  const reader = new FlowchartReader(notes)
  for (const [line, content] of numberedLines(text)) reader.take(line, content)
  const chart = reader.finish()
  return notes.notUnderstood.length === 0 && reader.hasHeader ? chart : undefined
}

const some = fc.constantFrom
const id = some(
  'A',
  'B',
  'web',
  'db-1',
  'x',
  'o',
  'v',
  'LR',
  'n.1',
  'end',
  'ender',
  'Büro',
  '7',
  'style',
  'areaOne',
  'eu',
)
const label = fc.oneof(
  { weight: 6, arbitrary: fc.nat({ max: 9_999 }).map((number) => `Node ${number}`) },
  {
    weight: 3,
    arbitrary: some(
      'a b',
      'x-->y',
      'a;b',
      'f(x)',
      'Web <br/> 1',
      '#35;1',
      'a #quot;b#quot;',
      '50%',
      'a -- b',
      'A & B',
      'fa:fa-user Me',
      '1 | 2',
      'x/y',
      '~~~',
      '#nope;',
      'end',
      '<b>bold</b>',
      'a\\nb',
      '/slash',
      '-dash',
      "it's",
      'a#b',
    ),
  },
)
const quoted = label.map((text) => `"${text}"`)
const markdown = label.map((text) => `"\`**${text}** *x*\`"`)
const anyLabel = fc.oneof(label, quoted, markdown)
const shapes = some(
  ['[', ']'],
  ['(', ')'],
  ['{', '}'],
  ['[(', ')]'],
  ['((', '))'],
  ['([', '])'],
  ['[[', ']]'],
  ['{{', '}}'],
  ['[/', '/]'],
  ['[/', '\\]'],
  ['[\\', '\\]'],
  ['(((', ')))'],
  ['>', ']'],
  ['(-', '-)'],
  ['[', ')'],
)
const fields = fc.oneof(
  quoted.map((text) => `@{ shape: cyl, label: ${text} }`),
  some(
    '@{ shape: rect }',
    '@{shape: db}',
    '@{ label: Plain words }',
    '@{ animate: true }',
    '@{ shape:cyl }',
    '@{ icon: "fa:user", form: "square" }',
    '@{ label: "a, b", shape: docs }',
  ),
)
const node = fc
  .tuple(
    id,
    fc.option(fc.tuple(shapes, anyLabel), { freq: 2 }),
    some('', '', '', '', '', ':::red'),
    fc.oneof({ weight: 7, arbitrary: fc.constant('') }, { weight: 1, arbitrary: fields }),
  )
  .map(([name, shape, style, more]) => {
    const brackets = shape === null ? '' : `${shape[0][0]}${shape[1]}${shape[0][1]}`
    return `${name}${brackets}${style}${more}`
  })
const group = fc
  .tuple(fc.array(node, { minLength: 1, maxLength: 3 }), some(' & ', ' & ', '&', ' &'))
  .map(([nodes, and]) => nodes.join(and))
const plainArrow = some(
  '-->',
  '---',
  '-.->',
  '==>',
  '===',
  '-.-',
  '~~~',
  '<-->',
  '<-.->',
  '<==>',
  '---->',
  '-..->',
  '--x',
  '--o',
  'o--o',
  'x--x',
  '<--',
  '<---',
  'x-->',
  '--',
  '->',
  '-.->>',
  '----',
)
const arrow = fc.oneof(
  { weight: 5, arbitrary: plainArrow },
  { weight: 2, arbitrary: fc.tuple(plainArrow, anyLabel).map(([line, text]) => `${line}|${text}|`) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        some(
          ['--', '-->'],
          ['--', '---'],
          ['-.', '.->'],
          ['==', '==>'],
          ['<--', '-->'],
          ['-.', '-.->'],
          ['--', '.->'],
        ),
        anyLabel,
        some(' ', ''),
      )
      .map(([[open, close], text, space]) => `${open}${space}${text}${space}${close}`),
  },
)
const edges = fc
  .tuple(
    group,
    fc.array(fc.tuple(some(' ', '', ' ', ' e1@', ' e2@'), arrow, some(' ', '', ' '), group), {
      minLength: 1,
      maxLength: 3,
    }),
  )
  .map(([first, rest]) => first + rest.map((parts) => parts.join('')).join(''))
const remark = some(
  '%% a comment',
  'style --> A',
  'style A --> B',
  'class A --> B',
  'click A --> B',
  'linkStyle 0 --> A',
  'classDef --> A',
  'click A call f()',
  'style A fill:#f00',
  'classDef red fill:#f00,stroke:#333;',
  'class A,B red',
  'linkStyle default stroke:red',
  'click A "https://example.org/;x" "tip"',
  'direction LR',
  'accTitle: A --> B',
  'style A fill:#fff; B --> web',
  'end',
  'e1@{ animate: true }',
  'graph LR',
  '%%{init: {"theme": "dark"}}%%',
  'A --> B; B --> web',
  'A; B;',
  'A --> B %% note',
)
const statement = fc.oneof(
  { weight: 5, arbitrary: edges },
  { weight: 2, arbitrary: group },
  { weight: 2, arbitrary: remark },
)
const opening = some(
  'subgraph eu [Europe]',
  'subgraph us ["United States"]',
  'subgraph areaOne',
  'subgraph "Data Zone"',
  'subgraph Data Zone 2',
  'subgraph eu2["`**EU** 2`"]',
  'subgraph "one"',
  'subgraph a[b',
  'subgraph x [y] z',
)
const lines: fc.Arbitrary<readonly string[]> = fc.letrec<{
  lines: readonly string[]
  area: readonly string[]
}>((tie) => ({
  lines: fc
    .array(
      fc.oneof(
        { maxDepth: 3 },
        { weight: 6, arbitrary: statement.map((text) => [text]) },
        { weight: 1, arbitrary: tie('area') },
      ),
      { maxLength: 7 },
    )
    .map((all) => all.flat()),
  area: fc
    .tuple(opening, tie('lines'))
    .map(([first, inner]) => [first, ...inner.map((line) => `  ${line}`), 'end']),
})).lines
const diagram = fc
  .tuple(some('flowchart TD', 'graph LR', 'graph', 'flowchart TB;', 'graph TD; Z --> Y'), lines)
  .map(([header, all]) => [header, ...all].join('\n'))

const sorted = ({ nodes, edges: all }: Flowchart) => ({
  nodes: nodes.toSorted((one, other) => (one.id < other.id ? -1 : 1)),
  edges: all.map((edge) => JSON.stringify(edge)).sort(),
})

it('says of every diagram that it understands what Mermaid draws of it', {
  timeout: TEST_DEADLINE_MS,
}, async () => {
  let taken = 0
  await fc.assert(
    fc.asyncProperty(diagram, async (text) => {
      const chart = read(text)
      const theirs = await drawn(text, new Set(chart?.nodes.map(({ id: own }) => own)))
      if (chart === undefined) return
      taken++
      expect(theirs && sorted(theirs)).toEqual(sorted(chart))
    }),
    { numRuns: RUNS, seed: SEED },
  )
  expect(taken).toBeGreaterThan(RUNS / 10)
})
