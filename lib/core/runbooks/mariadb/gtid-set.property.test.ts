import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatGtidSet, type GtidSet, parseGtidSet, relationOf, transactionsAhead, unionOf } from './gtid-set'

const gtid = fc.tuple(fc.nat(2), fc.integer({ min: 1, max: 4 }), fc.nat(50))
const set = fc
  .array(gtid, { maxLength: 6 })
  .map((parts) => parseGtidSet(parts.map((one) => one.join('-')).join(',')))

it('what is printed reads back as it was', () => {
  fc.assert(
    fc.property(set, (one) => {
      expect(parseGtidSet(formatGtidSet(one))).toEqual(one)
    }),
  )
})

it('everything is contained in itself and in any union with it', () => {
  fc.assert(
    fc.property(set, set, (one, other) => {
      expect(relationOf(one, one)).toBe('contained')
      expect(relationOf(one, unionOf(one, other))).toBe('contained')
    }),
  )
})

it('a history that goes on never loses what it contained', () => {
  fc.assert(
    fc.property(set, set, set, (position, history, more) => {
      fc.pre(relationOf(position, history) === 'contained')
      expect(relationOf(position, unionOf(history, more))).toBe('contained')
    }),
  )
})

it('what diverged never comes to be contained by what other servers write', () => {
  fc.assert(
    fc.property(set, set, set, (position, history, more) => {
      fc.pre(relationOf(position, history) === 'diverged')
      const others: GtidSet = new Map([...more].filter(([key]) => !position.has(key)))
      expect(relationOf(position, unionOf(history, others))).toBe('diverged')
    }),
  )
})

it('nothing is ahead of what contains it', () => {
  fc.assert(
    fc.property(set, set, (one, other) => {
      expect(transactionsAhead(one, unionOf(one, other))).toBe(0)
    }),
  )
})
