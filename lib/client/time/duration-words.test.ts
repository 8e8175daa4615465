import { describe, expect, test } from 'vitest'
import { clockWords, counted, spanWords, spokenSpan } from './duration-words'

const hour = 3_600_000

describe('the running clock of an outage', () => {
  test('counts minutes and seconds', () => {
    expect(clockWords(42_999)).toBe('00:42')
    expect(clockWords(725_000)).toBe('12:05')
  })
  test('adds hours, then days, as they come', () => {
    expect(clockWords(3 * hour + 130_000)).toBe('3:02:10')
    expect(clockWords(52 * hour)).toBe('2 d 4 h')
  })
  test('never runs below zero, whatever the clocks say', () => {
    expect(clockWords(-5_000)).toBe('00:00')
    expect(spanWords(-5_000)).toBe('0 s')
  })
})

describe('an age', () => {
  test('is told in one unit, rounded down', () => {
    expect(spanWords(59_999)).toBe('59 s')
    expect(spanWords(119_000)).toBe('1 min')
    expect(spanWords(47 * hour)).toBe('47 h')
    expect(spanWords(9 * 24 * hour)).toBe('9 d')
  })
  test('is spelled out for a screen reader', () => {
    expect(spokenSpan(1_000)).toBe('1 second')
    expect(spokenSpan(2 * hour)).toBe('2 hours')
  })
})

test('a count takes the plural from two on, and for none', () => {
  expect([counted(0, 'node'), counted(1, 'node'), counted(2, 'node')]).toEqual([
    '0 nodes',
    '1 node',
    '2 nodes',
  ])
})
