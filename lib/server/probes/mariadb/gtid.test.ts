import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseGtid, transactionsMissing } from './gtid'
import { LagHistory } from './lag-history'

describe('a GTID position', () => {
  it('counts what is missing over all domains', () => {
    expect(transactionsMissing(parseGtid('0-1-10,1-1-5'), parseGtid('0-2-7'))).toBe(8)
  })

  it('is empty for a server that has written nothing', () => {
    expect(parseGtid('').size).toBe(0)
  })

  it('misses nothing of itself, and never less than nothing of another', () => {
    const position = fc.array(fc.tuple(fc.nat(3), fc.nat(9), fc.nat(1_000)), { maxLength: 4 })
    fc.assert(
      fc.property(position, position, (one, other) => {
        const [left, right] = [one, other].map((parts) =>
          parseGtid(parts.map((part) => part.join('-')).join(',')),
        )
        if (!left || !right) throw new Error('two positions were made')
        expect(transactionsMissing(left, left)).toBe(0)
        expect(transactionsMissing(left, right)).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})

describe('the lag by positions', () => {
  it('is the age of the first position that the replica has not reached', () => {
    const history = new LagHistory()
    history.record(0, parseGtid('0-1-10'))
    history.record(10_000, parseGtid('0-1-20'))
    history.record(20_000, parseGtid('0-1-30'))
    expect(history.lagSeconds(21_000, parseGtid('0-1-15'))).toBe(11)
    expect(history.lagSeconds(22_000, parseGtid('0-1-20'))).toBe(2)
    expect(history.lagSeconds(23_000, parseGtid('0-1-30'))).toBe(0)
  })

  it('grows while the replica stands still', () => {
    const history = new LagHistory()
    for (let second = 0; second <= 60; second += 10)
      history.record(second * 1_000, parseGtid(`0-1-${10 + second}`))
    expect(history.lagSeconds(60_000, parseGtid('0-1-10'))).toBe(50)
  })
})
