import { expect, test } from 'vitest'
import { cardSize } from '../layout/positions'
import { linkCurve } from './link-path'
import { chipWidth, placeChips } from './place-chips'

const cards = new Map([
  ['a', { x: 0, y: 0 }],
  ['b', { x: 0, y: 400 }],
  ['c', { x: 300, y: 400 }],
])
const curve = (source: string, target: string) =>
  linkCurve(cards.get(source) ?? { x: 0, y: 0 }, cards.get(target) ?? { x: 0, y: 0 }, 'down')

test('words of links cover neither cards nor each other', () => {
  const chips = [
    { id: 'one', text: '443 · TLS 1.2+', curve: curve('a', 'b') },
    { id: 'two', text: '443 · TLS 1.2+', curve: curve('a', 'c') },
  ]
  const placed = [...placeChips(chips, cards).values()]
  expect(placed).toHaveLength(2)
  const half = chipWidth('443 · TLS 1.2+') / 2
  const [one, two] = placed
  if (!one || !two) throw new Error('both were placed')
  expect(Math.abs(one.x - two.x) >= 2 * half || Math.abs(one.y - two.y) >= 20).toBe(true)
  for (const { y } of placed) {
    expect(y).toBeGreaterThan(cardSize.height)
    expect(y).toBeLessThan(400)
  }
})

test('words that find no room are left out rather than drawn over something', () => {
  const tight = new Map([
    ['a', { x: 0, y: 0 }],
    ['b', { x: 0, y: cardSize.height + 10 }],
  ])
  const between = linkCurve({ x: 0, y: 0 }, { x: 0, y: cardSize.height + 10 }, 'down')
  expect(placeChips([{ id: 'one', text: '443', curve: between }], tight).size).toBe(0)
})

test('what is found about a link is shown where its words find no room', () => {
  const [source, target] = [
    { x: 0, y: 0 },
    { x: cardSize.width + 60, y: 0 },
  ]
  const apart = new Map([
    ['a', source],
    ['b', target],
  ])
  const chip = {
    id: 'one',
    text: '443 · TLS 1.3 00000',
    short: '0',
    curve: linkCurve(source, target, 'right'),
  }
  expect(placeChips([chip], apart).get('one')).toMatchObject({ text: '0' })
})

test('words of links leave the labels of containers free', () => {
  const label = { x: 0, y: 200, width: 252, height: 60 }
  const chip = { id: 'one', text: '443', curve: curve('a', 'b') }
  const at = placeChips([chip], cards, [], [label]).get('one')
  expect(at && (at.y + 10 <= 200 || at.y - 10 >= 260)).toBe(true)
})
