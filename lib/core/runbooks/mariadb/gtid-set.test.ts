import { describe, expect, it } from 'vitest'
import {
  formatGtidSet,
  ownTransactions,
  parseGtidSet,
  relationOf,
  transactionsAhead,
  unionOf,
} from './gtid-set'

const relation = (position: string, history: string) =>
  relationOf(parseGtidSet(position), parseGtidSet(history))

describe('how a position stands to a history', () => {
  it.each([
    ['0-1-11', '0-1-11', 'contained'],
    ['0-1-10', '0-1-11', 'contained'],
    ['0-1-10', '0-1-10,0-2-15', 'contained'],
    ['0-1-12', '0-1-11', 'behind'],
    ['0-2-12', '0-1-11', 'behind'],
    ['0-2-11', '0-1-11', 'diverged'],
    ['0-2-11', '0-1-15', 'diverged'],
    ['0-1-5,1-1-3', '0-1-9', 'behind'],
    ['0-2-5,1-1-3', '0-1-9', 'diverged'],
    ['', '', 'contained'],
    ['0-1-1', '', 'behind'],
    ['', '0-1-1', 'contained'],
  ])('%s in %s is %s', (position, history, expected) => {
    expect(relation(position, history)).toBe(expected)
  })

  it('takes a position that is no GTID for a defect, not for an empty one', () => {
    expect(() => parseGtidSet('0-1')).toThrow('not a GTID: 0-1')
  })
})

describe('counting transactions', () => {
  it.each([
    ['0-1-15', '0-1-11', 4],
    ['0-1-11', '0-1-15', 0],
    ['0-2-15', '0-1-11', 4],
    ['0-1-15,1-1-3', '0-1-11', 7],
    ['0-1-3', '', 3],
  ])('%s is %s ahead by %i', (ahead, behind, count) => {
    expect(transactionsAhead(parseGtidSet(ahead), parseGtidSet(behind))).toBe(count)
  })
})

describe('what a server wrote by itself', () => {
  const own = (serverId: string, written: string, replicated: string) =>
    formatGtidSet(
      ownTransactions({ serverId, written: parseGtidSet(written), replicated: parseGtidSet(replicated) }),
    )

  it('is what it wrote past what it received', () => {
    expect(own('11', '0-11-12', '0-10-11')).toBe('0-11-12')
  })

  it('is nothing for a replica that only follows, or that led once and follows since', () => {
    expect(own('11', '0-10-11', '0-10-11')).toBe('')
    expect(own('11', '0-11-9,0-10-11', '0-10-11')).toBe('')
  })
})

it('a union has the newest of each server', () => {
  expect(formatGtidSet(unionOf(parseGtidSet('0-1-5,0-2-7'), parseGtidSet('0-1-6')))).toBe('0-1-6,0-2-7')
})
