import { expect, test } from 'vitest'
import { gtidSequence } from '@/lab/mariadb/gtid'

test('the sequence is that of domain 0, wherever it stands', () => {
  expect(['0-10-42', '1-7-9,0-11-5', '', '3-1-8'].map(gtidSequence)).toEqual([42, 5, 0, 0])
})
