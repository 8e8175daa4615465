import { cardSize, type Position, type Positions, type Rectangle } from '../layout/positions'
import { type LinkCurve, linkCurve, pointAt } from './link-path'

/** How far each half of a curve may swing aside to pass between cards, the least first. */
const swings = pairsOf([0, 40, -40, 90, -90, 150, -150, 220, -220])
const samples = Array.from({ length: 27 }, (_, index) => (index + 1) / 28)
/** Beyond this, looking for a better way costs more than it gives. */
const mostTests = 10_000

interface Ends {
  readonly id: string
  readonly source: string
  readonly target: string
}

/** The curve of each link, led around cards that are not its own wherever a swing aside is enough for that. */
export function routeLinks(
  links: readonly Ends[],
  cards: Positions,
  direction: 'down' | 'right',
): ReadonlyMap<string, LinkCurve> {
  const isSmall = links.length * cards.size <= mostTests
  return new Map(
    links.flatMap(({ id, source, target }) => {
      const [from, to] = [cards.get(source), cards.get(target)]
      if (from === undefined || to === undefined) return []
      const straight = linkCurve(from, to, direction)
      const others = [...cards].flatMap(([slug, at]) =>
        slug === source || slug === target ? [] : [{ ...at, ...cardSize }],
      )
      return [[id, isSmall ? clearest(straight, others) : straight] as const]
    }),
  )
}

/** The one that runs over the fewest cards; of those that are equal the one that swings least. */
function clearest(straight: LinkCurve, cards: readonly Rectangle[]): LinkCurve {
  let best = { curve: straight, crossed: Number.POSITIVE_INFINITY }
  for (const swing of swings) {
    const curve = swungBy(straight, swing)
    const crossed = cards.filter((card) => runsOver(curve, card)).length
    if (crossed < best.crossed) best = { curve, crossed }
    if (crossed === 0) break
  }
  return best.curve
}

/** Moves the middle of a curve across its own direction; its ends stay. */
function swungBy({ points: [a, b, c, d] }: LinkCurve, [first, second]: readonly [number, number]): LinkCurve {
  const isUpright = a.x === b.x
  const moved = ({ x, y }: Position, by: number): Position =>
    isUpright ? { x: x + by, y } : { x, y: y + by }
  return { points: [a, moved(b, first), moved(c, second), d] }
}

function pairsOf(steps: readonly number[]): readonly (readonly [number, number])[] {
  const effort = ([first, second]: readonly [number, number]) =>
    Math.abs(first) + Math.abs(second) + Math.abs(first - second) / 2
  return steps
    .flatMap((first) => steps.map((second): [number, number] => [first, second]))
    .sort((one, other) => effort(one) - effort(other))
}

function runsOver(curve: LinkCurve, card: Rectangle): boolean {
  return samples.some((t) => {
    const { x, y } = pointAt(curve, t)
    return x > card.x && x < card.x + card.width && y > card.y && y < card.y + card.height
  })
}
