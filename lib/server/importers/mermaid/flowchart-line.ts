import { arrowAt, type ChartArrow, type LineTrouble, matchAt } from './chart-arrow'
import { bracketsAt, type ChartShape, fieldsAt } from './chart-shape'

/** A node as one place in the diagram names it. */
export interface ChartNode extends ChartShape {
  readonly id: string
  /** Whether `@{…}` stands behind it, which also sets the looks of an arrow or an area of that name. */
  readonly hasFields: boolean
}

export interface ChartEdge extends ChartArrow {
  readonly from: string
  readonly to: string
}

export interface ChartStatement {
  readonly nodes: readonly ChartNode[]
  readonly edges: readonly ChartEdge[]
  readonly edgeIds: readonly string[]
}

const ID = /[\p{L}0-9_](?:[\p{L}0-9_.]|-(?=[\p{L}0-9_]))*/uy
const EDGE_ID = /\s+([\p{L}0-9_-]+)@(?=[\sxo<.=~-])/uy
const CLASS = /:::[\w-]+/y
/** Where a name could stand, Mermaid takes `o-->` for an arrow. */
const ARROW_TAIL = /[xo](?:--|==|-\.|\.+-)/y
const AND = /\s+&\s+/y
/** Words of the language, which it finds at the beginning of a name, and behind a digit or a letter beyond ASCII. */
const KEYWORD =
  /(?:^\d*|[^\x00-\x7f])(?:style|linkStyle|interpolate|classDef|class|click|href|graph|flowchart|subgraph|end|swimlane-beta|acc(?:Title|Descr)|_self|_blank|_parent|_top)(?![A-Za-z0-9_])/

/** Reads `A[One] -->|label| B & C`; undefined for what is no statement of nodes and edges. */
export function parseStatement(text: string): ChartStatement | LineTrouble | undefined {
  const reader = new StatementReader(text)
  return reader.statement() ?? reader.trouble
}

/** Where the reading of one statement is. */
class StatementReader {
  trouble: LineTrouble | undefined
  private at = 0
  private isBehindFields = false
  private readonly edgeIds: string[] = []

  constructor(private readonly text: string) {}

  statement(): ChartStatement | undefined {
    let group = this.group()
    if (group === undefined) return undefined
    const nodes = [...group]
    const edges: ChartEdge[] = []
    while (this.text.slice(this.at).trim() !== '') {
      const arrow = this.arrow()
      const next = arrow && this.group()
      if (arrow === undefined || next === undefined) return undefined
      nodes.push(...next)
      for (const from of group) for (const to of next) edges.push({ ...arrow, from: from.id, to: to.id })
      group = next
    }
    if (isNamedTwice(nodes)) return undefined
    return { nodes, edges, edgeIds: this.edgeIds }
  }

  /** One node, or several joined by `&`. */
  private group(): readonly ChartNode[] | undefined {
    const nodes: ChartNode[] = []
    do {
      const node = this.node()
      if (node === undefined) return undefined
      nodes.push(node)
    } while (this.match(AND))
    return nodes
  }

  private arrow(): ChartArrow | undefined {
    // Mermaid knows no arrow with an id behind a node with fields.
    const id = this.isBehindFields ? undefined : this.match(EDGE_ID)?.[1]
    if (id !== undefined) this.edgeIds.push(id)
    const found = this.step(arrowAt(this.text, this.at))
    return found?.arrow
  }

  private node(): ChartNode | undefined {
    const isArrow = matchAt(ARROW_TAIL, this.text, this.at) !== null
    const id = isArrow ? undefined : this.match(ID)?.[0]
    if (id === undefined || KEYWORD.test(id)) return undefined
    const brackets = this.step(bracketsAt(this.text, this.at))
    if (brackets === undefined) return undefined
    this.match(CLASS)
    const start = this.at
    const fields = this.step(fieldsAt(this.text, start))
    if (fields === undefined) return undefined
    const label = fields.shape.label ?? brackets.shape.label
    const isCylinder = fields.shape.isCylinder ?? brackets.shape.isCylinder
    this.isBehindFields = this.at > start
    return { id, label, isCylinder, hasFields: this.isBehindFields }
  }

  /** Goes on behind what was found there, or keeps what stands in the way. */
  private step<Found extends { readonly end: number }>(found: Found | LineTrouble | undefined) {
    if (found === undefined) return undefined
    if ('reason' in found) {
      this.trouble = found
      return undefined
    }
    this.at = found.end
    return found
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    const found = matchAt(pattern, this.text, this.at)
    if (found) this.at += found[0].length
    return found
  }
}

/** Which word Mermaid takes for the last one is not the order in which they stand, once fields are among them. */
function isNamedTwice(nodes: readonly ChartNode[]): boolean {
  const naming = nodes.filter(({ label, isCylinder }) => label !== null || isCylinder !== null)
  return naming.some((one) => one.hasFields && naming.some((other) => other !== one && other.id === one.id))
}
