import { cardSize, type Position, type Positions, type Rectangle } from '../layout/positions'
import { type CurvePiece, type LinkCurve, linkCurve, pointAt } from './link-path'
import { type Lanes, throughGaps } from './through-gaps'

/** How far each half of a curve may swing aside to pass between cards, the least first. */
const swings = pairsOf([0, 40, -40, 90, -90, 150, -150, 220, -220])
const samples = Array.from({ length: 47 }, (_, index) => (index + 1) / 48)
/** How near a line may pass beside a card. */
const clearance = 3
/** Less than a card: words stand on a ground of their own, and can be read over a line. */
const labelCost = 0.3
/** Beyond this, looking for a better way costs more than it gives. */
const mostTests = 10_000

interface Ends {
  readonly id: string
  readonly source: string
  readonly target: string
}

/** The curve of each link, led around cards that are not its own, and labels, wherever a swing aside is enough for that. */
export function routeLinks(
  links: readonly Ends[],
  cards: Positions,
  direction: 'down' | 'right',
  labels: readonly Rectangle[] = [],
): ReadonlyMap<string, LinkCurve> {
  const lanes: Lanes = new Map()
  const isSmall = links.length * cards.size <= mostTests
  return new Map(
    links.flatMap(({ id, source, target }) => {
      const [from, to] = [cards.get(source), cards.get(target)]
      if (from === undefined || to === undefined) return []
      const straight = linkCurve(from, to, direction)
      const others = [...cards].flatMap(([slug, at]) =>
        slug === source || slug === target ? [] : [{ ...at, ...cardSize }],
      )
      return [[id, isSmall ? clearest(straight, { cards: others, labels, lanes }) : straight] as const]
    }),
  )
}

interface Surroundings {
  readonly cards: readonly Rectangle[]
  readonly labels: readonly Rectangle[]
  readonly lanes: Lanes
}

/**
 * The one that runs over the fewest cards, then labels; of those that are equal the one that swings least. Where
 * every swing runs over a card, through the gaps between them if that runs over fewer.
 */
function clearest(straight: LinkCurve, surroundings: Surroundings): LinkCurve {
  const cost = (curve: LinkCurve) => costOf(curve, surroundings)
  let best = { curve: straight, cost: Number.POSITIVE_INFINITY }
  for (const swing of swings) {
    const curve = swungBy(straight, swing)
    const next = { curve, cost: cost(curve) }
    if (next.cost < best.cost) best = next
    if (next.cost === 0) break
  }
  const isUpright = straight.pieces[0][0].x === straight.pieces[0][1].x
  if (best.cost < 1 || !isUpright) return best.curve
  const led = throughGaps(straight, surroundings.cards, surroundings.lanes)
  return led !== null && cost(led) < best.cost ? led : best.curve
}

function costOf(curve: LinkCurve, { cards, labels }: Surroundings): number {
  const line = samples.map((t) => pointAt(curve, t))
  const left = Math.min(...line.map(({ x }) => x))
  const right = Math.max(...line.map(({ x }) => x))
  const over = (boxes: readonly Rectangle[]) =>
    boxes.filter((box) => box.x < right && box.x + box.width > left && runsOver(line, box)).length
  return over(cards) + over(labels) * labelCost
}

/** Moves the middle of a curve across its own direction; its ends stay. */
function swungBy({ pieces: [piece] }: LinkCurve, [first, second]: readonly [number, number]): LinkCurve {
  const [a, b, c, d] = piece
  const isUpright = a.x === b.x
  const moved = ({ x, y }: Position, by: number): Position =>
    isUpright ? { x: x + by, y } : { x, y: y + by }
  const swung: CurvePiece = [a, moved(b, first), moved(c, second), d]
  return { pieces: [swung] }
}

function pairsOf(steps: readonly number[]): readonly (readonly [number, number])[] {
  const effort = ([first, second]: readonly [number, number]) =>
    Math.abs(first) + Math.abs(second) + Math.abs(first - second) / 2
  return steps
    .flatMap((first) => steps.map((second): [number, number] => [first, second]))
    .sort((one, other) => effort(one) - effort(other))
}

function runsOver(line: readonly Position[], box: Rectangle): boolean {
  return line.some(
    ({ x, y }) =>
      x > box.x - clearance && x < box.x + box.width + clearance && y > box.y && y < box.y + box.height,
  )
}
