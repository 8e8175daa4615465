import { cardSize, type Position, type Positions, type Rectangle } from '../layout/positions'
import { type LinkCurve, pointAt } from './link-path'

const chipHeight = 20
const characterWidth = 6.7
const chipPadding = 16
const margin = 3
/** Ways to go along the curve in search of room: from its middle, its source, or its target. */
const searches = [0.5, 0.3, 0.7].map((from) =>
  Array.from({ length: 19 }, (_, index) => 0.14 + index * 0.04).sort(
    (one, other) => Math.abs(one - from) - Math.abs(other - from),
  ),
)

/** Points of a curve that stand for all of it. */
const samples = Array.from({ length: 40 }, (_, index) => (index + 0.5) / 40)

interface Surroundings {
  /** What no words may cover: cards, and the labels of containers. */
  readonly occupied: readonly Rectangle[]
  readonly points: readonly (readonly [string, readonly Position[]])[]
}

interface Chip {
  readonly id: string
  readonly text: string
  /** What is shown where all of the text finds no room. */
  readonly short?: string
  readonly curve: LinkCurve
}

export interface PlacedChip extends Position {
  readonly text: string
}

/**
 * Where each link's words go so that they cover no card and no other words, nor a container's label, and
 * where they can choose no other link. A link whose words find no room has its short ones or none on the map; the panel and the table have them.
 */
export function placeChips(
  chips: readonly Chip[],
  cards: Positions,
  curves: readonly (readonly [string, LinkCurve])[] = [],
  labels: readonly Rectangle[] = [],
): ReadonlyMap<string, PlacedChip> {
  const occupied = [...[...cards.values()].map((card) => ({ ...card, ...cardSize })), ...labels]
  const points = curves.map(([id, curve]) => [id, samples.map((t) => pointAt(curve, t))] as const)
  const tries = searches.map((stops) => placeAlong(stops, chips, { occupied, points }))
  return tries.reduce((best, next) => (next.size > best.size ? next : best))
}

function placeAlong(
  stops: readonly number[],
  chips: readonly Chip[],
  { occupied, points }: Surroundings,
): ReadonlyMap<string, PlacedChip> {
  const taken: Rectangle[] = [...occupied]
  const placed = new Map<string, PlacedChip>()
  const place = (chip: Chip, text: string) => {
    const width = chipWidth(text)
    const free = stops
      .map((stop) => pointAt(chip.curve, stop))
      .filter((point) => !taken.some((box) => overlaps(box, chipBox(point, width))))
    const others = points.filter(([id]) => id !== chip.id).map(([, line]) => line)
    const centre = fewestBelow(free, others, width)
    if (centre === undefined) return
    taken.push(chipBox(centre, width))
    placed.set(chip.id, { ...centre, text })
  }
  for (const chip of chips) place(chip, chip.text)
  for (const chip of chips) {
    if (chip.short !== undefined && !placed.has(chip.id)) place(chip, chip.short)
  }
  return placed
}

/** The place that covers the fewest other links; the first of those that are equal. */
function fewestBelow(
  places: readonly Position[],
  lines: readonly (readonly Position[])[],
  width: number,
): Position | undefined {
  let best: { place: Position; covered: number } | undefined
  for (const place of places) {
    const box = chipBox(place, width)
    const covered = lines.filter((line) => line.some((point) => isIn(box, point))).length
    if (best === undefined || covered < best.covered) best = { place, covered }
    if (covered === 0) break
  }
  return best?.place
}

function isIn(box: Rectangle, { x, y }: Position): boolean {
  return x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height
}

export function chipWidth(text: string): number {
  return text.length * characterWidth + chipPadding
}

function chipBox(centre: Position, width: number): Rectangle {
  return {
    x: centre.x - width / 2 - margin,
    y: centre.y - chipHeight / 2 - margin,
    width: width + 2 * margin,
    height: chipHeight + 2 * margin,
  }
}

function overlaps(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}
