import { describe, expect, test } from 'vitest'
import { readingOrder, travel } from './travel'

/** a above b and c; d to the right of c, without a link. */
const positions = new Map([
  ['a', { x: 300, y: 0 }],
  ['b', { x: 0, y: 200 }],
  ['c', { x: 310, y: 200 }],
  ['d', { x: 700, y: 200 }],
])
const links = [
  { source: 'a', target: 'b' },
  { source: 'c', target: 'b' },
]
const from = (card: string, arrow: 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight') =>
  travel({ from: card, arrow, positions, links })

describe('an arrow key on the map', () => {
  test('follows a link that points that way, even past a card that lies straighter', () => {
    expect(from('a', 'ArrowDown')).toBe('b')
  })
  test('follows links against their direction as well', () => {
    expect(from('b', 'ArrowUp')).toBe('a')
    expect(from('b', 'ArrowRight')).toBe('c')
  })
  test('goes to the nearest card on that side where no link does', () => {
    expect(from('c', 'ArrowRight')).toBe('d')
    expect(from('d', 'ArrowLeft')).toBe('c')
  })
  test('stays at the edge of the map', () => {
    expect(from('a', 'ArrowUp')).toBeNull()
    expect(from('nobody', 'ArrowUp')).toBeNull()
  })
})

test('Tab enters at the first card of the first row', () => {
  expect(readingOrder(positions)).toEqual(['a', 'b', 'c', 'd'])
})
