import type { GraphContainer, ViewGraph } from '../graph/view-graph'
import { cardSize, containerPadding, labelPlace, type Positions, type Rectangle } from './positions'

export interface PlacedContainer extends Rectangle {
  readonly container: GraphContainer
}

/** Containers around their cards, wherever people have put these. Bands are all as wide as the widest. */
export function placeContainers(graph: ViewGraph, positions: Positions): readonly PlacedContainer[] {
  const placed = graph.containers.flatMap((container) => {
    const box = boundsOf(container.members, positions)
    return box === null ? [] : [{ container, ...padded(box) }]
  })
  if (graph.arrangement !== 'bands' || placed.length === 0) return placed
  const left = Math.min(...placed.map((box) => box.x))
  const right = Math.max(...placed.map((box) => box.x + box.width))
  return placed.map((box) => ({ ...box, x: left, width: right - left }))
}

interface ContainerLabel {
  readonly name: Rectangle
  readonly summary: Rectangle
  /** The summary follows the name; else it stands at the right edge. */
  readonly isBeside: boolean
}

/** Where the labels of all containers stand: no words of links are put there, and lines go around if they can. */
export function containerLabels(graph: ViewGraph, positions: Positions): readonly Rectangle[] {
  return placeContainers(graph, positions).flatMap((placed) => {
    const { name, summary } = placeLabel(placed, positions)
    return [name, summary]
  })
}

/** The name on the left; the summary on the right, or beside the name where lines come into a card on the right. */
export function placeLabel(
  { container, x, y, width }: PlacedContainer,
  positions: Positions,
): ContainerLabel {
  const from = x + labelPlace.left
  const room = width - 2 * labelPlace.left
  const nameWidth = Math.min(room, container.title.length * characterWidth + labelPadding)
  const summary = Math.min(room - nameWidth, summaryWidth)
  const place = { y: y + labelPlace.top, height: labelPlace.height }
  const right = { ...place, x: from + room - summary, width: summary }
  const beside = { ...place, x: from + nameWidth, width: summary }
  const entries = container.members.flatMap((id) => {
    const at = positions.get(id)
    return at && at.y <= y + containerPadding.top ? [at.x + cardSize.width / 2] : []
  })
  const isCrossed = (box: Rectangle) => entries.some((at) => at > box.x && at < box.x + box.width)
  const isBeside = isCrossed(right) && !isCrossed(beside)
  return { name: { ...place, x: from, width: nameWidth }, summary: isBeside ? beside : right, isBeside }
}

const characterWidth = 7.2
const labelPadding = 16
/** Room for `1 down · 3 healthy · 2 impacted`: fixed, so that a change of health moves no line. */
const summaryWidth = 200

/** The rectangle around everything that is drawn; null when nothing is. */
export function mapBounds(graph: ViewGraph, positions: Positions): Rectangle | null {
  const cards = boundsOf([...positions.keys()], positions)
  if (cards === null) return null
  const boxes = [cards, ...placeContainers(graph, positions)]
  const x = Math.min(...boxes.map((box) => box.x))
  const y = Math.min(...boxes.map((box) => box.y))
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  }
}

/** The rectangle around some cards; null when none of them is placed. */
export function boundsOf(ids: readonly string[], positions: Positions): Rectangle | null {
  const corners = ids.flatMap((id) => positions.get(id) ?? [])
  if (corners.length === 0) return null
  const x = Math.min(...corners.map((corner) => corner.x))
  const y = Math.min(...corners.map((corner) => corner.y))
  return {
    x,
    y,
    width: Math.max(...corners.map((corner) => corner.x)) + cardSize.width - x,
    height: Math.max(...corners.map((corner) => corner.y)) + cardSize.height - y,
  }
}

function padded(box: Rectangle): Rectangle {
  const { top, side, bottom } = containerPadding
  return {
    x: box.x - side,
    y: box.y - top,
    width: box.width + 2 * side,
    height: box.height + top + bottom,
  }
}
