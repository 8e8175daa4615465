import { expect, test } from 'vitest'
import { parseGtid } from './gtid'
import { LagHistory } from './lag-history'

const at = (sequence: number) => parseGtid(`0-1-${sequence}`)

/** The primary was at 10, 20 and 30, each ten seconds after the one before. */
function seen(): LagHistory {
  const history = new LagHistory()
  for (const second of [10, 20, 30]) history.record(second * 1_000, at(second))
  return history
}

test('a replica with the newest position has all that was written until it was asked for', () => {
  expect(seen().behindAtMostSeconds(30_000, at(30))).toBe(0)
  expect(seen().behindAtMostSeconds(30_000, at(31))).toBe(0)
})

test('one that lacks a little may lack all since the last position that it has reached', () => {
  expect(seen().behindAtMostSeconds(30_000, at(29))).toBe(10)
  expect(seen().behindAtMostSeconds(30_040, at(19))).toBe(20.1)
})

test('of one that has reached no known position nobody can tell', () => {
  expect(seen().behindAtMostSeconds(30_000, at(9))).toBeNull()
  expect(new LagHistory().behindAtMostSeconds(0, at(9))).toBeNull()
})

test('what it may lack is never less than how late it is', () => {
  for (let sequence = 10; sequence <= 31; sequence += 1) {
    const bound = seen().behindAtMostSeconds(30_000, at(sequence)) ?? 0
    expect(bound).toBeGreaterThanOrEqual(seen().lagSeconds(30_000, at(sequence)))
  }
})
