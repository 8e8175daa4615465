import { compare, type ViewGraph } from '../graph/view-graph'
import { cardSize, containerPadding, gap, type Position, type Positions } from './positions'

/** Wide enough for a screen: bands are folded towards this proportion of width to height. */
const targetProportion = 1.7
const mostColumns = 12

/**
 * Folds a layered layout into bands that fit a screen. The layers give the order, up to down and left to
 * right; layers that fit into one row share it, longer ones wrap, and each row is centred.
 */
export function foldBands(graph: ViewGraph, layered: Positions): Positions {
  const bands = bandsOf(graph, layered)
  const widest = Math.max(1, ...bands.map((layers) => layers.flat().length))
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

type Row = readonly string[]

/** Per band the layers, up to down; per layer the cards, left to right. */
function bandsOf(graph: ViewGraph, layered: Positions): readonly (readonly Row[])[] {
  const inBand = new Set(graph.containers.flatMap((container) => container.members))
  const rest = graph.nodes.map((node) => node.id).filter((id) => !inBand.has(id))
  const members = [...graph.containers.map((container) => container.members), rest]
  const places = besideNeighbours(graph, layered)
  return members.filter((ids) => ids.length > 0).map((ids) => layersOf(ids, places))
}

/** A card that only context links reach has no layer of its own: it goes to the right of such a neighbour. */
function besideNeighbours(graph: ViewGraph, layered: Positions): Positions {
  const isLaidOut = new Set(graph.links.flatMap((link) => (link.isContext ? [] : [link.source, link.target])))
  const bandOf = new Map(graph.nodes.map((node) => [node.id, node.containerId]))
  const places = new Map(layered)
  for (const { source, target, isContext } of graph.links) {
    if (!isContext || bandOf.get(source) !== bandOf.get(target)) continue
    for (const [loose, anchor] of [
      [target, source],
      [source, target],
    ] as const) {
      const at = layered.get(anchor)
      if (at && !isLaidOut.has(loose) && isLaidOut.has(anchor)) places.set(loose, { x: at.x + 1, y: at.y })
    }
  }
  return places
}

function layersOf(ids: readonly string[], places: Positions): readonly Row[] {
  const at = (id: string): Position => places.get(id) ?? { x: 0, y: 0 }
  const ordered = ids.toSorted((a, b) => at(a).x - at(b).x || compare(a, b))
  const byHeight = Map.groupBy(ordered, (id) => at(id).y)
  return [...byHeight].toSorted(([a], [b]) => a - b).map(([, layer]) => layer)
}

function place(bands: readonly (readonly Row[])[], columns: number) {
  const positions = new Map<string, Position>()
  const stepX = cardSize.width + gap.column
  const stepY = cardSize.height + gap.row
  const width = columns * stepX - gap.column
  let y = 0
  for (const layers of bands) {
    y += containerPadding.top
    for (const row of rowsOf(layers, columns)) {
      const left = (width - (row.length * stepX - gap.column)) / 2
      for (const [index, id] of row.entries()) positions.set(id, { x: Math.round(left + index * stepX), y })
      y += stepY
    }
    y += containerPadding.bottom - gap.row + gap.band
  }
  return { positions, width, height: y }
}

/** Neighbouring layers share a row while they fit; what is longer than a row wraps. */
function rowsOf(layers: readonly Row[], columns: number): readonly Row[] {
  const rows: Row[] = []
  for (const layer of layers) {
    const last = rows.at(-1)
    if (last && last.length + layer.length <= columns) rows[rows.length - 1] = [...last, ...layer]
    else rows.push(...evenRows(layer, columns))
  }
  return rows
}

/** Rows of nearly equal length: 7 cards in 4 columns are 4 and 3, 5 are 3 and 2. */
function evenRows(layer: Row, columns: number): readonly Row[] {
  const rows = Math.ceil(layer.length / columns)
  const length = Math.ceil(layer.length / rows)
  return Array.from({ length: rows }, (_, row) => layer.slice(row * length, (row + 1) * length))
}
