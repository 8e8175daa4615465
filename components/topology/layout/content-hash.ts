import type { ViewGraph } from '../graph/view-graph'

/** Raised when the algorithm or the sizes change, so that older layouts are not taken for new ones. */
const layoutVersion = 3

/** Names what is laid out: the same graph has the same name in every browser. Not meant against forgery. */
export function contentHash(graph: ViewGraph): string {
  const text = JSON.stringify([
    layoutVersion,
    graph.arrangement,
    graph.direction,
    graph.nodes.map((node) => [node.id, node.containerId]),
    graph.links.filter((link) => !link.isContext).map((link) => [link.source, link.target]),
    graph.containers.map((container) => container.id),
    graph.hints,
  ])
  return fnv1a(text, 0x811c9dc5) + fnv1a(text, 0x01000193)
}

function fnv1a(text: string, seed: number): string {
  let hash = seed
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return (hash >>> 0).toString(16).padStart(8, '0')
}
