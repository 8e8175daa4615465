/** A flowchart as far as an inventory can take it over. */
export interface Flowchart {
  readonly nodes: readonly FlowchartNode[]
  readonly edges: readonly FlowchartEdge[]
}

export interface FlowchartNode {
  readonly id: string
  readonly label: string
  readonly isCylinder: boolean
  /** Title of the innermost subgraph that holds it. */
  readonly area: string | null
}

export interface FlowchartEdge {
  readonly from: string
  readonly to: string
  readonly label: string | null
  readonly isDotted: boolean
}
