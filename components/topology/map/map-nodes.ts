import type { Node } from '@xyflow/react'
import type { EstateNode, Structure } from '@/lib/client/live/estate'
import type { GraphNode, ViewGraph } from '../graph/view-graph'
import { placeContainers, placeLabel } from '../layout/containers'
import { cardSize, labelPlace, type Positions } from '../layout/positions'

export type CardNode = Node<{ readonly graphNode: GraphNode; readonly node: EstateNode | undefined }, 'card'>
export type FrameNode = Node<Record<string, never>, 'frame'>
export type LabelNode = Node<
  {
    readonly title: string
    readonly nodes: readonly EstateNode[]
    /** The summary follows the name; else it stands at the right edge. */
    readonly isBeside: boolean
  },
  'label'
>
export type MapNode = CardNode | FrameNode | LabelNode

/** The cards in reading order, behind them the frames of their zones or regions with their labels. */
export function mapNodes(graph: ViewGraph, positions: Positions, structure: Structure): readonly MapNode[] {
  const bySlug = new Map(structure.nodes.map((node) => [node.slug, node]))
  return [...frames(graph, positions, bySlug), ...cards(graph, positions, bySlug)]
}

type BySlug = ReadonlyMap<string, EstateNode>

const backdrop = {
  draggable: false,
  selectable: false,
  focusable: false,
  style: { pointerEvents: 'none' },
} as const

function frames(graph: ViewGraph, positions: Positions, bySlug: BySlug): readonly (FrameNode | LabelNode)[] {
  const cardOf = new Map(graph.nodes.map((node) => [node.id, node]))
  return placeContainers(graph, positions).flatMap((placed) => {
    const { container, x, y, width, height } = placed
    const nodes = container.members
      .flatMap((id) => cardOf.get(id)?.members ?? [])
      .flatMap((slug) => bySlug.get(slug) ?? [])
    const labelAt = { x: x + labelPlace.left, y: y + labelPlace.top }
    return [
      {
        id: `frame:${container.id}`,
        type: 'frame',
        position: { x, y },
        width,
        height,
        zIndex: -1,
        data: {},
        ...backdrop,
      },
      {
        id: `label:${container.id}`,
        type: 'label',
        position: labelAt,
        width: width - 2 * labelPlace.left,
        height: labelPlace.height,
        data: { title: container.title, nodes, isBeside: placeLabel(placed, positions).isBeside },
        ...backdrop,
      },
    ] satisfies readonly [FrameNode, LabelNode]
  })
}

function cards(graph: ViewGraph, positions: Positions, bySlug: BySlug): readonly CardNode[] {
  return graph.nodes.flatMap((graphNode): readonly CardNode[] => {
    const position = positions.get(graphNode.id)
    if (position === undefined) return []
    const node = graphNode.isCluster ? undefined : bySlug.get(graphNode.id)
    return [{ id: graphNode.id, type: 'card', position, ...cardSize, data: { graphNode, node } }]
  })
}
