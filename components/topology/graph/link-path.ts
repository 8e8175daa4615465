import { cardSize, type Position } from '../layout/positions'

/** A cubic curve: where it begins, its two handles, where it ends. */
export type CurvePiece = readonly [Position, Position, Position, Position]

/** The way between two cards: one curve, or several, each beginning where the one before ended. */
export interface LinkCurve {
  readonly pieces: readonly [CurvePiece, ...CurvePiece[]]
}

/** How far a curve between cards of one row swings below them. */
const swing = 44
/** The cards are drawn shorter than their room when they have little to say; lines end at the drawn edge. */
const drawnHeight = 60

/**
 * From card to card: down or up between rows, straight across to the next in a row, below the rest of a row.
 * In a view that runs to the right, across wherever the columns differ.
 */
export function linkCurve(source: Position, target: Position, direction: 'down' | 'right'): LinkCurve {
  const areColumnsApart = Math.abs(target.x - source.x) > cardSize.width
  if (direction === 'right' && areColumnsApart) return across(source, target)
  const isBelow = target.y - source.y > cardSize.height / 2
  const isAbove = source.y - target.y > cardSize.height / 2
  if (isBelow) return upright(bottomOf(source), topOf(target))
  if (isAbove) return upright(topOf(source), bottomOf(target))
  const distance = Math.abs(target.x - source.x)
  if (distance < cardSize.width * 2) return across(source, target)
  return below(bottomOf(source), bottomOf(target))
}

/** A point of the way; `t` runs from 0 at the source to 1 at the target, equally long in each piece. */
export function pointAt({ pieces }: LinkCurve, t: number): Position {
  const index = Math.min(pieces.length - 1, Math.floor(t * pieces.length))
  return pointOf(pieces[index] ?? pieces[0], t * pieces.length - index)
}

function pointOf([a, b, c, d]: CurvePiece, t: number): Position {
  const u = 1 - t
  const weigh = (p: number, q: number, r: number, s: number) =>
    u ** 3 * p + 3 * u ** 2 * t * q + 3 * u * t ** 2 * r + t ** 3 * s
  return { x: weigh(a.x, b.x, c.x, d.x), y: weigh(a.y, b.y, c.y, d.y) }
}

export function svgPath({ pieces }: LinkCurve): string {
  const [{ x, y }] = pieces[0]
  return `M${x} ${y}${pieces.map(([, b, c, d]) => ` C${b.x} ${b.y} ${c.x} ${c.y} ${d.x} ${d.y}`).join('')}`
}

/** Leaves and arrives upright. */
export function uprightPiece(from: Position, to: Position): CurvePiece {
  const bend = (to.y - from.y) / 2
  return [from, { x: from.x, y: from.y + bend }, { x: to.x, y: to.y - bend }, to]
}

function upright(from: Position, to: Position): LinkCurve {
  return { pieces: [uprightPiece(from, to)] }
}

function across(source: Position, target: Position): LinkCurve {
  const isRight = target.x > source.x
  const from = { x: source.x + (isRight ? cardSize.width : 0), y: source.y + drawnHeight / 2 }
  const to = { x: target.x + (isRight ? 0 : cardSize.width), y: target.y + drawnHeight / 2 }
  const bend = (to.x - from.x) / 2
  return { pieces: [[from, { x: from.x + bend, y: from.y }, { x: to.x - bend, y: to.y }, to]] }
}

function below(from: Position, to: Position): LinkCurve {
  return { pieces: [[from, { x: from.x, y: from.y + swing }, { x: to.x, y: to.y + swing }, to]] }
}

function topOf(card: Position): Position {
  return { x: card.x + cardSize.width / 2, y: card.y }
}

function bottomOf(card: Position): Position {
  return { x: card.x + cardSize.width / 2, y: card.y + drawnHeight }
}
