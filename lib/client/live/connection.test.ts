import { describe, expect, test } from 'vitest'
import { type Connection, firstConnection, freshnessAt, reconnectDelayMs, staleAfterMs } from './connection'

const open: Connection = { ...firstConnection, phase: 'open', lastNewsAtMs: 100_000 }

describe('what the page says of itself', () => {
  test('it is live only while news comes', () => {
    expect(freshnessAt(open, 100_000 + staleAfterMs)).toBe('live')
    expect(freshnessAt(open, 100_001 + staleAfterMs)).toBe('stale')
  })
  test('a broken connection is told at once, and is stale later', () => {
    const broken: Connection = { ...open, phase: 'reconnecting' }
    expect(freshnessAt(broken, 101_000)).toBe('reconnecting')
    expect(freshnessAt(broken, 120_000)).toBe('stale')
  })
  test('a server without its database does not pass for live', () => {
    expect(freshnessAt({ ...open, isDatabaseAway: true }, 101_000)).toBe('database-away')
  })
  test('before the first news it claims nothing', () => {
    expect(freshnessAt(firstConnection, 5_000)).toBe('connecting')
    expect(freshnessAt({ ...firstConnection, phase: 'reconnecting' }, 5_000)).toBe('reconnecting')
  })
})

describe('trying again', () => {
  test('waits longer after each failure, but never longer than 15 s', () => {
    const delays = [0, 1, 2, 5, 40].map((failures) => reconnectDelayMs(failures, 1))
    expect(delays).toEqual([500, 1_000, 2_000, 15_000, 15_000])
  })
  test('is spread, so that browsers do not all return at once', () => {
    expect(reconnectDelayMs(5, 0)).toBe(7_500)
    expect(reconnectDelayMs(5, 0.5)).toBe(11_250)
  })
})
