import type { Node } from '@xyflow/react'
import type { EstateNode, Structure } from '@/lib/client/live/estate'
import type { GraphNode, ViewGraph } from '../graph/view-graph'
import { placeContainers } from '../layout/containers'
import { cardSize, type Positions } from '../layout/positions'

export type CardNode = Node<{ readonly graphNode: GraphNode; readonly node: EstateNode | undefined }, 'card'>
export type FrameNode = Node<{ readonly title: string; readonly nodes: readonly EstateNode[] }, 'frame'>
export type MapNode = CardNode | FrameNode

/** The cards in reading order, behind them the frames of their zones or regions. */
export function mapNodes(graph: ViewGraph, positions: Positions, structure: Structure): readonly MapNode[] {
  const bySlug = new Map(structure.nodes.map((node) => [node.slug, node]))
  return [...frames(graph, positions, bySlug), ...cards(graph, positions, bySlug)]
}

type BySlug = ReadonlyMap<string, EstateNode>

function frames(graph: ViewGraph, positions: Positions, bySlug: BySlug): readonly FrameNode[] {
  const cardOf = new Map(graph.nodes.map((node) => [node.id, node]))
  return placeContainers(graph, positions).map(({ container, x, y, width, height }) => ({
    id: `frame:${container.id}`,
    type: 'frame',
    position: { x, y },
    width,
    height,
    zIndex: -1,
    draggable: false,
    selectable: false,
    focusable: false,
    style: { pointerEvents: 'none' },
    data: {
      title: container.title,
      nodes: container.members
        .flatMap((id) => cardOf.get(id)?.members ?? [])
        .flatMap((slug) => bySlug.get(slug) ?? []),
    },
  }))
}

function cards(graph: ViewGraph, positions: Positions, bySlug: BySlug): readonly CardNode[] {
  return graph.nodes.flatMap((graphNode): readonly CardNode[] => {
    const position = positions.get(graphNode.id)
    if (position === undefined) return []
    const node = graphNode.isCluster ? undefined : bySlug.get(graphNode.id)
    return [{ id: graphNode.id, type: 'card', position, ...cardSize, data: { graphNode, node } }]
  })
}
