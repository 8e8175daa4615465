import type { Flowchart, FlowchartEdge } from '@/lib/core/imports/flowchart'
import { linkKind } from '@/lib/core/imports/flowchart-to-inventory'
import type { LineNotes } from '../line-notes'
import { type ChartNode, type ChartStatement, parseStatement, plainLabel } from './flowchart-line'

const HEADER = /^(?:graph|flowchart)(?:-elk)?(?:\s+(?:TB|TD|BT|LR|RL))?\s*;?$/
const LOOKS = /^(?:style|classDef|class|linkStyle|click|accTitle|accDescr)\b/
const SUBGRAPH = /^subgraph\s+(?:[\w-]+\s*\[(.+)\]|(.+))$/
const DEEPEST = 20

const noStatement = {
  reason: 'this is no node, edge or subgraph of a flowchart',
  remedy: 'Write nodes as A[Name] and edges as A --> B, one statement a line.',
}
const tooDeep = {
  reason: `subgraphs are nested deeper than ${DEEPEST} levels`,
  remedy: 'Draw fewer areas within areas.',
}

interface KnownNode {
  readonly label: string
  readonly isCylinder: boolean
  readonly area: string | null
}

/** Takes the lines of a flowchart one by one. */
export class FlowchartReader {
  hasHeader = false
  private readonly nodes = new Map<string, KnownNode>()
  private readonly edges: FlowchartEdge[] = []
  private readonly areas: string[] = []

  constructor(private readonly notes: LineNotes) {}

  chart(): Flowchart {
    const nodes = [...this.nodes].map(([id, node]) => ({ id, ...node }))
    return { nodes, edges: this.edges }
  }

  take(line: number, content: string): void {
    const text = content.trim()
    const as = this.takeFrame(text) ?? this.takeStatements(text)
    if (as !== undefined) this.notes.take(line, content, as)
    else this.notes.refuse(line, content, SUBGRAPH.test(text) ? tooDeep : noStatement)
  }

  private takeFrame(text: string): string | undefined {
    if (text.startsWith('%%')) return 'a comment'
    if (/^```(?:mermaid)?$/.test(text) || text === '---') return 'the frame of the diagram'
    if (HEADER.test(text)) {
      this.hasHeader = true
      return 'a flowchart'
    }
    if (/^direction\s+(?:TB|TD|BT|LR|RL)$/.test(text)) return 'how it is drawn, left out'
    if (LOOKS.test(text)) return 'how it looks, left out'
    if (/^end;?$/.test(text)) return this.areas.pop() === undefined ? undefined : 'the end of the area'
    const area = SUBGRAPH.exec(text)
    return area ? this.openArea(plainLabel(area[1] ?? area[2] ?? '')) : undefined
  }

  private openArea(area: string): string | undefined {
    if (this.areas.length >= DEEPEST) return undefined
    this.areas.push(area)
    return `the area ${area}`
  }

  private takeStatements(text: string): string | undefined {
    if (!this.hasHeader || /^end;?$/.test(text)) return undefined
    const statements: ChartStatement[] = []
    for (const part of splitStatements(text)) {
      const statement = parseStatement(part)
      if (statement === undefined) return undefined
      statements.push(statement)
    }
    for (const statement of statements) this.keep(statement)
    return statements.length === 0 ? undefined : statements.map((one) => this.words(one)).join('; ')
  }

  private keep({ nodes, edges }: ChartStatement): void {
    for (const node of nodes) this.keepNode(node)
    for (const { from, to, label, isDotted } of edges) {
      this.edges.push({ from: from.id, to: to.id, label, isDotted })
    }
  }

  /** The first place that labels a node names it; a place that only names its id labels nothing. */
  private keepNode({ id, label, isCylinder }: ChartNode): void {
    const known = this.nodes.get(id)
    if (known === undefined) {
      this.nodes.set(id, { label: label || id, isCylinder, area: this.areas.at(-1) ?? null })
    } else if (label && known.label === id) this.nodes.set(id, { ...known, label, isCylinder })
  }

  private words({ nodes, edges }: ChartStatement): string {
    if (edges.length === 0) return nodes.map((node) => `the node ${this.nameOf(node)}`).join(', ')
    return edges
      .map((edge) => `${linkKind(edge)} from ${this.nameOf(edge.from)} to ${this.nameOf(edge.to)}`)
      .join(', ')
  }

  private nameOf({ id }: ChartNode): string {
    return this.nodes.get(id)?.label ?? id
  }
}

/** Statements end at a semicolon that stands in no quotes. */
function splitStatements(text: string): readonly string[] {
  const parts = text.match(/(?:"[^"]*"|[^;"]|")+/g) ?? []
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}
