import { expect, test } from 'vitest'
import { makeRun } from '@/lib/testing/run-factory'
import { judge, type Outcome } from './judge'

const scenario = { name: 'the worker killed', fault: 'kill' } as const
const good: Outcome = {
  run: makeRun({ status: 'succeeded' }),
  ...{ killed: null, hasStruck: true, tookMs: 9_000, lostWrites: 0, acknowledgedWrites: 40, most: 1 },
}
const why = (part: Partial<Outcome>) => judge(scenario, { ...good, ...part }).why

test('a round holds when it was disturbed, ended well, and customers kept what was confirmed to them', () => {
  expect(judge(scenario, good)).toMatchObject({ holds: true, why: '' })
})

test.each([
  ['what should have struck did not', { hasStruck: false }, /before it was disturbed, so nothing is proved/],
  ['nobody wrote', { acknowledgedWrites: 0 }, /nobody wrote anything, so nothing is proved/],
  ['no server was reached', { most: 0 }, /no server was ever seen to take writes, so nothing is proved/],
  ['two led', { most: 2 }, /2 servers took writes at the same time/],
  ['a confirmed write is lost', { lostWrites: 1 }, /1 confirmed writes are lost/],
])('a round does not hold when %s', (_, part, words) => {
  expect(why(part)).toMatch(words)
})
