import type { Rectangle } from '../layout/positions'
import { type CurvePiece, type LinkCurve, uprightPiece } from './link-path'

/** How far above and below a row a line is upright, and how far outside it when that is nearer than any gap. */
const clearance = 10
/** How far apart lines run that share a gap. */
const lane = 5
const mostLanes = 5

/** How many lines run through each gap already, by its place. */
export type Lanes = Map<string, number>

/**
 * The way from the ends of a curve down or up through the gaps between the cards of every row on its way, the
 * gap nearest to the straight line first; null when it meets no row. Lines that share a gap run side by side.
 */
export function throughGaps(
  { pieces }: LinkCurve,
  cards: readonly Rectangle[],
  lanes: Lanes,
): LinkCurve | null {
  const from = pieces[0][0]
  const to = pieces.at(-1)?.[3] ?? from
  const isDown = to.y > from.y
  const [top, bottom] = isDown ? [from.y, to.y] : [to.y, from.y]
  const rows = rowsOf(cards.filter((card) => card.y > top && card.y + card.height < bottom))
  const found: CurvePiece[] = []
  let at = from
  for (const row of isDown ? rows : rows.toReversed()) {
    const middle = row.y + row.height / 2
    const wanted = at.x + ((to.x - at.x) * (middle - at.y)) / (to.y - at.y)
    const x = laneIn(nearestGap(row.cards, wanted), row, lanes)
    const above = { x, y: row.y - clearance }
    const below = { x, y: row.y + row.height + clearance }
    const [entry, exit] = isDown ? [above, below] : [below, above]
    found.push(uprightPiece(at, entry), uprightPiece(entry, exit))
    at = exit
  }
  const [first, ...rest] = found
  return first === undefined ? null : { pieces: [first, ...rest, uprightPiece(at, to)] }
}

interface Row {
  readonly y: number
  readonly height: number
  readonly cards: readonly Rectangle[]
}

/** Cards beside each other, whatever their exact height, from top to bottom. */
function rowsOf(cards: readonly Rectangle[]): readonly Row[] {
  const rows: Row[] = []
  for (const card of cards.toSorted((one, other) => one.y - other.y)) {
    const last = rows.at(-1)
    if (last === undefined || card.y >= last.y + last.height) {
      rows.push({ y: card.y, height: card.height, cards: [card] })
      continue
    }
    const height = Math.max(last.height, card.y + card.height - last.y)
    rows[rows.length - 1] = { y: last.y, height, cards: [...last.cards, card] }
  }
  return rows
}

/** The middle of the free space nearest to where the line would pass; where it would already be free, just there. */
function nearestGap(cards: readonly Rectangle[], wanted: number): number {
  const sorted = cards.toSorted((one, other) => one.x - other.x)
  const free: (readonly [number, number])[] = []
  let left = Number.NEGATIVE_INFINITY
  for (const { x, width } of sorted) {
    if (x - left > 2 * clearance) free.push([left, x])
    left = Math.max(left, x + width)
  }
  free.push([left, Number.POSITIVE_INFINITY])
  const places = free.map(([from, to]) => placeIn(from, to, wanted))
  return places.reduce((best, next) => (Math.abs(next - wanted) < Math.abs(best - wanted) ? next : best))
}

function placeIn(from: number, to: number, wanted: number): number {
  const margin = Math.min(2 * clearance, (to - from) / 2)
  return Math.max(from + margin, Math.min(to - margin, wanted))
}

function laneIn(x: number, row: Row, lanes: Lanes): number {
  const gap = `${row.y}:${Math.round(x)}`
  const used = lanes.get(gap) ?? 0
  lanes.set(gap, used + 1)
  const step = Math.ceil((used % mostLanes) / 2)
  return x + (used % 2 === 0 ? -step : step) * lane
}
