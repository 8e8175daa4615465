import type { Position } from '../layout/positions'

export type Arrow = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight'

export function isArrow(key: string): key is Arrow {
  return key === 'ArrowUp' || key === 'ArrowDown' || key === 'ArrowLeft' || key === 'ArrowRight'
}

interface Travel {
  readonly from: string
  readonly arrow: Arrow
  readonly positions: ReadonlyMap<string, Position>
  readonly links: readonly { readonly source: string; readonly target: string }[]
}

/**
 * Where an arrow key leads: along a link of this card that points that way, the straightest first; where no
 * link does, to the nearest card on that side. Null at the edge of the map.
 */
export function travel({ from, arrow, positions, links }: Travel): string | null {
  const start = positions.get(from)
  if (start === undefined) return null
  const neighbours = new Set(
    links.flatMap(({ source, target }) => (source === from ? [target] : target === from ? [source] : [])),
  )
  const others = [...positions].filter(([id]) => id !== from)
  const linked = nearestOnSide(
    start,
    arrow,
    others.filter(([id]) => neighbours.has(id)),
  )
  return linked ?? nearestOnSide(start, arrow, others)
}

/** One step, in the map's units. */
export const directions: Readonly<Record<Arrow, Position>> = {
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
}
/** What lies off the axis counts so much more than what lies along it. */
const asideWeight = 2

function nearestOnSide(
  start: Position,
  arrow: Arrow,
  candidates: readonly (readonly [string, Position])[],
): string | null {
  const direction = directions[arrow]
  let best: { readonly id: string; readonly cost: number } | null = null
  for (const [id, at] of candidates) {
    const along = (at.x - start.x) * direction.x + (at.y - start.y) * direction.y
    const aside = Math.abs((at.x - start.x) * direction.y) + Math.abs((at.y - start.y) * direction.x)
    if (along < 1) continue
    const cost = along + asideWeight * aside
    if (best === null || cost < best.cost || (cost === best.cost && id < best.id)) best = { id, cost }
  }
  return best?.id ?? null
}

/** The cards as they are read: rows from the top, each from the left. The first is where Tab enters the map. */
export function readingOrder(positions: ReadonlyMap<string, Position>): readonly string[] {
  return [...positions]
    .toSorted(([idA, a], [idB, b]) => a.y - b.y || a.x - b.x || (idA < idB ? -1 : 1))
    .map(([id]) => id)
}
