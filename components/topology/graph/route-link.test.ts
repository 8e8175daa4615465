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
