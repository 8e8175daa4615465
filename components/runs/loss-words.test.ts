import { expect, test } from 'vitest'
import { lossWords } from './loss-words'

const loss = { transactions: null, ageSeconds: null, isAtMost: false }

test('what nobody can know is said to be unknown, not none', () => {
  expect(lossWords(loss)).toBe('unknown')
  expect(lossWords({ ...loss, transactions: 0, ageSeconds: 0 })).toBe('nothing')
})

test('a loss is counted where it can be, and a bound is told as one', () => {
  expect(lossWords({ ...loss, transactions: 3, ageSeconds: 1.7 })).toBe('3 transactions, 1.7 s of writes')
  expect(lossWords({ ...loss, ageSeconds: 43, isAtMost: true })).toBe('at most 43 s of writes')
})
