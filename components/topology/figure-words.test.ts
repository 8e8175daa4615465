import { expect, test } from 'vitest'
import { figureWords } from './figure-words'

test.each([
  [{ label: 'busy', value: 3, unit: 'count' }, '3 busy'],
  [{ label: 'queued', value: 12_345, unit: 'count' }, '12,345 queued'],
  [{ label: 'newest backup', value: 80, unit: 'age' }, 'newest backup 80 s ago'],
  [{ label: 'newest backup', value: 4_000, unit: 'age' }, 'newest backup 1 h ago'],
  [{ label: 'lag', value: 0.34, unit: 'seconds' }, 'lag 0.3 s'],
  [{ label: 'answers in', value: 12.34, unit: 'milliseconds' }, 'answers in 12.3 ms'],
  [{ label: 'stored', value: 5_300_000, unit: 'bytes' }, 'stored 5.3 MB'],
  [{ label: 'full', value: 0, unit: 'percent' }, 'full 0 %'],
] as const)('%o reads %s', (figure, words) => {
  expect(figureWords(figure)).toBe(words)
})
