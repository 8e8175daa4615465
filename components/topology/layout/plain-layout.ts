import type { ViewGraph } from '../graph/view-graph'
import { foldBands } from './fold-bands'
import { cardSize, containerPadding, gap, type Position, type Positions } from './positions'

/** When no layout comes in time: rows by place and name, without regard to links. It cannot fail or take long. */
export function plainLayout(graph: ViewGraph): Positions {
  if (graph.arrangement === 'bands') return foldBands(graph, inOneRow(graph))
  const columns = graph.containers.map((container) => container.members)
  const inside = new Set(columns.flat())
  const rest = graph.nodes.map((node) => node.id).filter((id) => !inside.has(id))
  return placeBlocks([rest, ...columns].filter((ids) => ids.length > 0))
}

function inOneRow(graph: ViewGraph): Positions {
  return new Map(graph.nodes.map((node, index) => [node.id, { x: index, y: 0 }]))
}

/** Blocks stand side by side, each as square as it can be. */
function placeBlocks(blocks: readonly (readonly string[])[]): Positions {
  const positions = new Map<string, Position>()
  let left = 0
  for (const ids of blocks) {
    const columns = Math.ceil(Math.sqrt(ids.length))
    for (const [index, id] of ids.entries()) {
      const x = left + (index % columns) * (cardSize.width + gap.column)
      const y = Math.floor(index / columns) * (cardSize.height + gap.row)
      positions.set(id, { x, y })
    }
    left += columns * (cardSize.width + gap.column) + 2 * containerPadding.side + gap.band
  }
  return positions
}
