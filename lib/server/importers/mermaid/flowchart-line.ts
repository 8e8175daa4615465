/** A node as one place in the diagram names it. */
export interface ChartNode {
  readonly id: string
  /** Null where the id alone stands. */
  readonly label: string | null
  /** A cylinder, in Mermaid's drawing, is a database. */
  readonly isCylinder: boolean
}

export interface ChartEdge {
  readonly from: ChartNode
  readonly to: ChartNode
  readonly label: string | null
  readonly isDotted: boolean
}

export interface ChartStatement {
  readonly nodes: readonly ChartNode[]
  readonly edges: readonly ChartEdge[]
}

/** The shapes of Mermaid's flowcharts, the longest openings first. */
const shapes: readonly (readonly [open: string, close: string])[] = [
  ['(((', ')))'],
  ['((', '))'],
  ['([', '])'],
  ['[(', ')]'],
  ['[[', ']]'],
  ['[/', '/]'],
  ['[/', '\\]'],
  ['[\\', '\\]'],
  ['[\\', '/]'],
  ['{{', '}}'],
  ['[', ']'],
  ['(', ')'],
  ['{', '}'],
  ['>', ']'],
]

const ID = /[A-Za-z0-9_](?:[A-Za-z0-9_.]|-(?![-.>]))*/y
const LABELLED_ARROW = /\s*<?(--|-\.|==)\s+([^|>]{1,200}?)\s+(-->|---|\.->|\.-|==>|===)\s*/y
const ARROW = /\s*(?:<|[ox](?=[-=]))?(-{2,}[->ox]|-\.+->?|={2,}[=>ox]|~~~)(?:\s*\|([^|]{0,200})\|)?\s*/y
const CLASS = /:::[\w-]+/y

/** Reads `A[One] -->|label| B & C`; undefined for what is no statement of nodes and edges. */
export function parseStatement(text: string): ChartStatement | undefined {
  const reader = new StatementReader(text)
  let group = reader.group()
  if (group === undefined) return undefined
  const nodes = [...group]
  const edges: ChartEdge[] = []
  while (!reader.isAtEnd()) {
    const arrow = reader.arrow()
    const next = arrow && reader.group()
    if (arrow === undefined || next === undefined) return undefined
    nodes.push(...next)
    const { label, isDotted, isHidden } = arrow
    if (!isHidden) {
      for (const from of group) for (const to of next) edges.push({ from, to, label, isDotted })
    }
    group = next
  }
  return { nodes, edges }
}

interface Arrow {
  readonly label: string | null
  readonly isDotted: boolean
  readonly isHidden: boolean
}

/** Where the reading of one statement is. */
class StatementReader {
  private at = 0

  constructor(private readonly text: string) {}

  isAtEnd(): boolean {
    return this.text.slice(this.at).trim() === ''
  }

  /** One node, or several joined by `&`. */
  group(): readonly ChartNode[] | undefined {
    const nodes: ChartNode[] = []
    do {
      const node = this.node()
      if (node === undefined) return undefined
      nodes.push(node)
    } while (this.match(/\s*&\s*/y))
    return nodes
  }

  arrow(): Arrow | undefined {
    const labelled = this.match(LABELLED_ARROW)
    if (labelled)
      return { label: plainLabel(labelled[2] ?? ''), isDotted: labelled[1] === '-.', isHidden: false }
    const arrow = this.match(ARROW)
    if (!arrow) return undefined
    const label = arrow[2] === undefined ? null : plainLabel(arrow[2])
    return { label, isDotted: arrow[1]?.startsWith('-.') === true, isHidden: arrow[1] === '~~~' }
  }

  private node(): ChartNode | undefined {
    this.match(/\s*/y)
    const id = this.match(ID)?.[0]
    if (id === undefined) return undefined
    const shape = this.shape()
    this.match(CLASS)
    return shape === undefined ? { id, label: null, isCylinder: false } : { id, ...shape }
  }

  private shape(): Pick<ChartNode, 'label' | 'isCylinder'> | undefined {
    for (const [open, close] of shapes) {
      if (!this.text.startsWith(open, this.at)) continue
      const end = this.endOfLabel(this.at + open.length, close)
      if (end === -1) continue
      const label = plainLabel(this.text.slice(this.at + open.length, end))
      this.at = end + close.length
      return { label, isCylinder: open === '[(' }
    }
    return undefined
  }

  /** A quoted label may hold the characters that close its shape. */
  private endOfLabel(start: number, close: string): number {
    if (this.text[start] !== '"') return this.text.indexOf(close, start)
    const quote = this.text.indexOf('"', start + 1)
    return quote === -1 || !this.text.startsWith(close, quote + 1) ? -1 : quote + 1
  }

  private match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)
    if (found) this.at = pattern.lastIndex
    return found ?? undefined
  }
}

/** Without quotes and line breaks of its own: `Root CA<br/>DigiCert` is `Root CA DigiCert`. */
export function plainLabel(text: string): string {
  return text
    .trim()
    .replace(/^"(.*)"$/s, '$1')
    .replace(/<br\s*\/?>/gi, ' ')
    .replace(/#quot;/g, '"')
    .replace(/\s+/g, ' ')
    .trim()
}
