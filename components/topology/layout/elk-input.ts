import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api'
import type { GraphNode, ViewGraph } from '../graph/view-graph'
import { cardSize, containerPadding, gap } from './positions'

/** The graph as the layered algorithm takes it. Order and options depend on the graph alone. */
export function elkInput(graph: ViewGraph): ElkNode {
  return graph.arrangement === 'bands' ? partitioned(graph) : nested(graph)
}

const baseOptions = (graph: ViewGraph) => ({
  'elk.algorithm': 'layered',
  'elk.direction': graph.direction === 'right' ? 'RIGHT' : 'DOWN',
  'elk.randomSeed': '1',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
  'elk.layered.nodePlacement.bk.fixedAlignment': 'BALANCED',
  'elk.spacing.nodeNode': String(gap.column),
  'elk.layered.spacing.nodeNodeBetweenLayers': String(graph.direction === 'right' ? gap.row * 2 : gap.row),
  'elk.spacing.componentComponent': String(gap.column),
})

/** Zones are partitions: none of a later zone comes above one of an earlier zone. */
function partitioned(graph: ViewGraph): ElkNode {
  const bandOf = new Map(graph.containers.flatMap((band, index) => band.members.map((id) => [id, index])))
  return {
    id: 'root',
    layoutOptions: { ...baseOptions(graph), 'elk.partitioning.activate': 'true' },
    children: graph.nodes.map((node) => ({
      ...elkCard(node),
      layoutOptions: { 'elk.partitioning.partition': String(bandOf.get(node.id) ?? graph.containers.length) },
    })),
    edges: elkEdges(graph),
  }
}

function nested(graph: ViewGraph): ElkNode {
  const { top, side, bottom } = containerPadding
  const padding = `[top=${top},left=${side},bottom=${bottom},right=${side}]`
  const cards = new Map(graph.nodes.map((node) => [node.id, node]))
  return {
    id: 'root',
    layoutOptions: { ...baseOptions(graph), 'elk.hierarchyHandling': 'INCLUDE_CHILDREN' },
    children: [
      ...graph.containers.map((container) => ({
        id: `container:${container.id}`,
        layoutOptions: { 'elk.padding': padding },
        children: container.members.flatMap((id) => cards.get(id) ?? []).map(elkCard),
      })),
      ...graph.nodes.filter((node) => node.containerId === null).map(elkCard),
    ],
    edges: elkEdges(graph),
  }
}

function elkCard(node: GraphNode): ElkNode {
  return { id: node.id, width: cardSize.width, height: cardSize.height }
}

function elkEdges(graph: ViewGraph): ElkExtendedEdge[] {
  const links = graph.links
    .filter((link) => !link.isContext)
    .map((link) => ({ id: link.id, sources: [link.source], targets: [link.target] }))
  const hints = graph.hints.map(([source, target]) => ({
    id: `hint:${source}>${target}`,
    sources: [source],
    targets: [target],
  }))
  return graph.arrangement === 'bands' ? links : [...links, ...hints]
}
