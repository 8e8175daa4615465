import { expect, test } from 'vitest'
import { cardSize, type Position } from '../layout/positions'
import { linkCurve, pointAt } from './link-path'
import { routeLinks } from './route-link'

const link = { id: 'a-to-c', source: 'a', target: 'c' }
const step = cardSize.width + 80

function crosses(cards: ReadonlyMap<string, Position>, other: string): boolean {
  const curve = routeLinks([link], cards, 'right').get('a-to-c')
  const card = cards.get(other)
  if (curve === undefined || card === undefined) throw new Error('the link is not drawn')
  return Array.from({ length: 99 }, (_, index) => pointAt(curve, (index + 1) / 100)).some(
    ({ x, y }) => x > card.x && x < card.x + cardSize.width && y > card.y && y < card.y + cardSize.height,
  )
}

test('a link goes around a card that stands between its ends', () => {
  const cards = new Map([
    ['a', { x: 0, y: 0 }],
    ['b', { x: step, y: 0 }],
    ['c', { x: 2 * step, y: 0 }],
  ])
  expect(crosses(cards, 'b')).toBe(false)
})

test('a link with nothing in its way is drawn as straight as ever', () => {
  const from = { x: 0, y: 0 }
  const to = { x: 2 * step, y: 40 }
  const cards = new Map([
    ['a', from],
    ['c', to],
  ])
  expect(routeLinks([link], cards, 'right').get('a-to-c')).toEqual(linkCurve(from, to, 'right'))
})

test('a link passes rows of cards through the gaps between them', () => {
  const row = Array.from({ length: 5 }, (_, index) => [`row-${index}`, { x: index * 280, y: 200 }] as const)
  const cards = new Map<string, Position>([['a', { x: 0, y: 0 }], ...row, ['c', { x: 1_120, y: 400 }]])
  const curve = routeLinks([link], cards, 'down').get('a-to-c')
  if (curve === undefined) throw new Error('the link is not drawn')
  const points = Array.from({ length: 199 }, (_, index) => pointAt(curve, (index + 1) / 200))
  const crossed = row.filter(([, card]) =>
    points.some(
      ({ x, y }) => x > card.x && x < card.x + cardSize.width && y > card.y && y < card.y + cardSize.height,
    ),
  )
  expect(crossed).toEqual([])
})

test('links that share a gap run side by side', () => {
  const cards = new Map([
    ['a', { x: 0, y: 0 }],
    ['b', { x: 560, y: 0 }],
    ...Array.from({ length: 3 }, (_, index) => [`row-${index}`, { x: index * 280, y: 200 }] as const),
    ['c', { x: 280, y: 400 }],
  ])
  const links = ['a', 'b', 'a', 'b'].map((source, index) => ({ id: `${index}`, source, target: 'c' }))
  const middles = [...routeLinks(links, cards, 'down').values()].map((curve) => pointAt(curve, 0.5).x)
  expect(new Set(middles).size).toBe(middles.length)
})

test('a link leaves the label of a container free where it can', () => {
  const from = { x: 0, y: 0 }
  const to = { x: 0, y: 400 }
  const ends = new Map([
    ['a', from],
    ['c', to],
  ])
  const label = { x: 20, y: 180, width: 120, height: 24 }
  const curve = routeLinks([link], ends, 'down', [label]).get('a-to-c')
  if (curve === undefined) throw new Error('the link is not drawn')
  const points = Array.from({ length: 99 }, (_, index) => pointAt(curve, (index + 1) / 100))
  expect(points.some(({ x, y }) => x > 20 && x < 140 && y > 180 && y < 204)).toBe(false)
})
