import type { Flowchart, FlowchartEdge } from '@/lib/core/imports/flowchart'
import { linkKind } from '@/lib/core/imports/flowchart-to-inventory'
import type { LineNotes } from '../line-notes'
import { ChartAreas } from './chart-areas'
import type { LineTrouble } from './chart-arrow'
import { ChartFrame } from './chart-frame'
import { type ChartEdge, type ChartNode, type ChartStatement, parseStatement } from './flowchart-line'

const HEADER = /^(?:graph|flowchart|flowchart-elk)(?:\s+(?:TB|TD|BT|LR|RL|BR|[<>^v]))?$/
const LOOKS = [
  /^(?:style|classDef)\s+[\p{L}\d_][^\s:]*\s+[a-zA-Z-]+\s*:/u,
  /^linkStyle\s+(?:default|\d+(?:\s*,\s*\d+)*)\s+(?:interpolate\s|[a-zA-Z-]+\s*:)/,
  /^class\s+[\p{L}\d_]\S*\s+[\w-]+$/u,
  /^click\s+[\p{L}\d_]\S*\s+["\p{L}_]/u,
]
const DIRECTION = /^direction\s+(?:TB|TD|BT|LR|RL)$/

const noStatement: LineTrouble = {
  reason: 'this is no node, edge or subgraph of a flowchart',
  remedy: 'Write nodes as A[Name] or A["Name (more)"] and edges as A --> B, one statement a line.',
}
const secondDiagram: LineTrouble = {
  reason: 'a second diagram begins here, whose names may mean other nodes',
  remedy: 'Import each diagram as a file of its own.',
}
const looksAndMore: LineTrouble = {
  reason: 'more follows on a line that says how something looks, where Mermaid takes it for looks as well',
  remedy: 'Write one statement a line.',
}

interface KnownNode {
  readonly label: string
  readonly isCylinder: boolean
}

interface Reading {
  readonly line: number
  readonly content: string
  /** What it says, once everything is known that the diagram says. */
  readonly words: () => string
  readonly statements: readonly ChartStatement[]
}

/** Takes the lines of a flowchart one by one; what they say is known once the last one was taken. */
export class FlowchartReader {
  hasHeader = false
  private readonly frame = new ChartFrame()
  private readonly areas = new ChartAreas()
  private readonly nodes = new Map<string, KnownNode>()
  private readonly edges: ChartEdge[] = []
  private readonly edgeIds = new Set<string>()
  private readonly readings: Reading[] = []

  constructor(private readonly notes: LineNotes) {}

  take(line: number, content: string): void {
    const text = content.trim()
    const framed = this.frame.take(text)
    if (framed !== undefined) {
      if (typeof framed === 'string') this.keep({ line, content, words: () => framed, statements: [] })
      else this.notes.refuse(line, content, framed)
      return
    }
    const statements: ChartStatement[] = []
    const words: (() => string)[] = []
    const parts = splitStatements(text)
    for (const [index, part] of parts.entries()) {
      const said = this.takePart(part, { line, isLast: index === parts.length - 1, statements })
      if (typeof said !== 'function') {
        this.notes.refuse(line, content, said)
        return
      }
      words.push(said)
    }
    this.keep({ line, content, words: () => words.map((each) => each()).join('; '), statements })
  }

  /** What the whole diagram says; each line is told as understood or not. */
  finish(): Flowchart {
    for (const { line, content } of this.areas.open()) {
      this.notes.refuse(line, content, {
        reason: 'the area is never ended',
        remedy: 'Write end below its last line.',
      })
    }
    const refused = new Set(this.notes.notUnderstood.map(({ line }) => line))
    for (const { line, content, words, statements } of this.readings) {
      const trouble = this.labelledArea(statements)
      if (trouble !== undefined) this.notes.refuse(line, content, trouble)
      else if (!refused.has(line)) this.notes.take(line, content, words())
    }
    this.notes.notUnderstood.sort((one, other) => one.line - other.line)
    return this.chart()
  }

  private chart(): Flowchart {
    const nodes = this.ownNodes().map(([id, { label, isCylinder }]) => ({
      id,
      label,
      isCylinder,
      area: this.areas.titleOver(id),
    }))
    return { nodes, edges: this.edges.flatMap((edge) => this.takenEdges(edge)) }
  }

  private keep(reading: Reading): void {
    this.readings.push(reading)
  }

  private takePart(
    text: string,
    { line, isLast, statements }: { line: number; isLast: boolean; statements: ChartStatement[] },
  ): (() => string) | LineTrouble {
    if (HEADER.test(text)) {
      if (this.hasHeader) return secondDiagram
      this.hasHeader = true
      return () => 'a flowchart'
    }
    if (!this.hasHeader) return noStatement
    if (DIRECTION.test(text)) return () => 'how it is drawn, left out'
    if (LOOKS.some((looks) => looks.test(text))) {
      const goesOn = !isLast || /;\s*\S/.test(text.replace(/"[^"]*"/g, ''))
      return goesOn ? looksAndMore : () => 'how it looks, left out'
    }
    const area = this.areas.take(text, line)
    if (area !== undefined) return typeof area === 'string' ? () => area : area
    const statement = parseStatement(text)
    if (statement === undefined || 'reason' in statement) return statement ?? noStatement
    this.takeStatement(statement)
    statements.push(statement)
    return () => this.words(statement)
  }

  private takeStatement({ nodes, edges, edgeIds }: ChartStatement): void {
    for (const node of nodes) this.takeNode(node)
    for (const id of edgeIds) this.edgeIds.add(id)
    this.edges.push(...edges)
  }

  /** As Mermaid has it, the last place that labels a node names it, and so it goes with its shape. */
  private takeNode({ id, label, isCylinder, hasFields }: ChartNode): void {
    if (hasFields && (this.edgeIds.has(id) || this.areas.isEnded(id))) return
    this.areas.mention(id)
    const known = this.nodes.get(id) ?? { label: id, isCylinder: false }
    this.nodes.set(id, { label: label ?? known.label, isCylinder: isCylinder ?? known.isCylinder })
  }

  private ownNodes(): readonly (readonly [string, KnownNode])[] {
    return [...this.nodes].filter(([id]) => !this.areas.has(id))
  }

  private labelledArea(statements: readonly ChartStatement[]): LineTrouble | undefined {
    const node = statements
      .flatMap(({ nodes }) => nodes)
      .find(({ id, label, hasFields }) => label !== null && !hasFields && this.areas.has(id))
    if (node === undefined) return undefined
    return {
      reason: `${node.id} is a node here and an area elsewhere`,
      remedy: 'Give one of them another id.',
    }
  }

  /** Links join nodes: what an arrow says of a whole area, or of a node with itself, has no word in an inventory. */
  private takenEdges({ from, to, label, isDotted, isHidden, heads }: ChartEdge): readonly FlowchartEdge[] {
    if (isHidden || from === to || this.areas.has(from) || this.areas.has(to)) return []
    const edge = { from, to, label, isDotted }
    return heads === 'both' ? [edge, { ...edge, from: to, to: from }] : [edge]
  }

  private words({ nodes, edges }: ChartStatement): string {
    if (edges.length > 0) return edges.map((edge) => this.edgeWords(edge)).join(', ')
    return nodes
      .map((node) => {
        if (this.areas.has(node.id)) return `the area ${this.nameOf(node.id)}`
        const isLooks = node.hasFields && !this.nodes.has(node.id)
        return isLooks ? 'how it looks, left out' : `the node ${this.nameOf(node.id)}`
      })
      .join(', ')
  }

  private edgeWords(edge: ChartEdge): string {
    const [from, to] = [this.nameOf(edge.from), this.nameOf(edge.to)]
    if (edge.isHidden) return `${from} and ${to}, which nothing joins`
    if (edge.from === edge.to) return `an arrow from ${from} to itself, left out`
    if (this.areas.has(edge.from) || this.areas.has(edge.to))
      return `an arrow from ${from} to ${to}, left out: one of them is an area`
    const line = edge.heads === 'none' ? ', of a line without a head' : ''
    return this.takenEdges(edge)
      .map((each) => `${linkKind(each)} from ${this.nameOf(each.from)} to ${this.nameOf(each.to)}${line}`)
      .join(', ')
  }

  private nameOf(id: string): string {
    return this.areas.titleOf(id) ?? this.nodes.get(id)?.label ?? id
  }
}

/** Statements end at a semicolon that stands in no quotes and ends no code such as `#35;`. */
function splitStatements(text: string): readonly string[] {
  const parts = text.match(/(?:"[^"]*"|#\w+;|[^;"]|")+/g) ?? []
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}
