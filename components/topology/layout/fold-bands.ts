import type { ViewGraph } from '../graph/view-graph'
import { cardSize, containerPadding, gap, type Position, type Positions } from './positions'

/** Wide enough for a screen: bands are folded towards this proportion of width to height. */
const targetProportion = 1.7
const mostColumns = 12

/**
 * Folds a layered layout into bands that fit a screen. The layers give the order, up to down and left to
 * right; rows longer than the chosen number of columns wrap, and each row is centred.
 */
export function foldBands(graph: ViewGraph, layered: Positions): Positions {
  const bands = bandsOf(graph, layered)
  const widest = Math.max(1, ...bands.flat().map((layer) => layer.length))
  let best: Positions = new Map()
  let bestScale = -1
  for (let columns = 1; columns <= Math.min(widest, mostColumns); columns += 1) {
    const folded = place(bands, columns)
    const scale = Math.min(targetProportion / folded.width, 1 / folded.height)
    if (scale > bestScale) {
      bestScale = scale
      best = folded.positions
    }
  }
  return best
}

type Layer = readonly string[]

/** Per band the layers, up to down; per layer the cards, left to right. */
function bandsOf(graph: ViewGraph, layered: Positions): readonly (readonly Layer[])[] {
  const inBand = new Set(graph.containers.flatMap((container) => container.members))
  const rest = graph.nodes.map((node) => node.id).filter((id) => !inBand.has(id))
  const members = [...graph.containers.map((container) => container.members), rest]
  return members.filter((ids) => ids.length > 0).map((ids) => layersOf(ids, layered))
}

function layersOf(ids: readonly string[], layered: Positions): readonly Layer[] {
  const at = (id: string): Position => layered.get(id) ?? { x: 0, y: 0 }
  const byHeight = Map.groupBy(
    ids.toSorted((a, b) => at(a).x - at(b).x || (a < b ? -1 : 1)),
    (id) => at(id).y,
  )
  return [...byHeight].toSorted(([a], [b]) => a - b).map(([, layer]) => layer)
}

function place(bands: readonly (readonly Layer[])[], columns: number) {
  const positions = new Map<string, Position>()
  const stepX = cardSize.width + gap.column
  const stepY = cardSize.height + gap.row
  const width = columns * stepX - gap.column
  let y = 0
  for (const band of bands) {
    y += containerPadding.top
    for (const row of band.flatMap((layer) => evenRows(layer, columns))) {
      const left = (width - (row.length * stepX - gap.column)) / 2
      for (const [index, id] of row.entries()) positions.set(id, { x: Math.round(left + index * stepX), y })
      y += stepY
    }
    y += containerPadding.bottom - gap.row + gap.band
  }
  return { positions, width, height: y }
}

/** Rows of nearly equal length: 7 cards in 4 columns are 4 and 3, 5 are 3 and 2. */
function evenRows(layer: Layer, columns: number): readonly Layer[] {
  const rows = Math.ceil(layer.length / columns)
  const length = Math.ceil(layer.length / rows)
  return Array.from({ length: rows }, (_, row) => layer.slice(row * length, (row + 1) * length))
}
