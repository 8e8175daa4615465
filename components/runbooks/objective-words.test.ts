import { expect, test } from 'vitest'
import { rpoWords, rtoWords } from './objective-words'

test('objectives read as people say them', () => {
  expect([0, 45, 300, 1_800, 3_600, 5_400].map(rtoWords)).toEqual([
    'at once',
    '45 s',
    '5 min',
    '30 min',
    '1 h',
    '1 h 30 min',
  ])
})

test('an objective of no loss is told as nothing, not as zero seconds', () => {
  expect(rpoWords(0)).toBe('nothing')
  expect(rpoWords(900)).toBe('15 min')
})
