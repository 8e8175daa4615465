import { expect, it } from 'vitest'
import { isAhead } from '@/lab/mariadb/ahead'
import { parseGtidSet } from '@/lib/core/runbooks/mariadb/gtid-set'

const follower = (history: string, hasSource = true) => ({
  serverId: 11,
  history: parseGtidSet(history),
  hasSource,
})

it('takes back what the primary cut off though a replica had acknowledged it', () => {
  expect(isAhead(follower('0-10-100'), parseGtidSet('0-10-99'))).toBe(true)
})

it('opens at once when nobody has anything that the primary lacks', () => {
  expect(isAhead(follower('0-10-99'), parseGtidSet('0-10-100'))).toBe(false)
  expect(isAhead(follower(''), parseGtidSet('0-10-100'))).toBe(false)
})

it('takes the writes of one that was promoted and came back read-only', () => {
  expect(isAhead(follower('0-10-99,0-11-104', false), parseGtidSet('0-10-100'))).toBe(true)
  expect(isAhead(follower('0-10-99,0-30-104'), parseGtidSet('0-10-99'))).toBe(true)
})

it('leaves alone what a follower wrote by itself', () => {
  expect(isAhead(follower('0-10-99,0-11-100'), parseGtidSet('0-10-99'))).toBe(false)
})

it('counts each domain by itself', () => {
  expect(isAhead(follower('0-10-5,1-10-8'), parseGtidSet('0-10-900,1-10-7'))).toBe(true)
})
