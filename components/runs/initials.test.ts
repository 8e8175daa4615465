import { expect, test } from 'vitest'
import { initials } from './initials'

test('people are known by two letters, whether by name or by address', () => {
  expect(['Jo Okafor', 'Commander', 'ana.k@askproai.example', 'Ö', ''].map(initials)).toEqual([
    'JO',
    'CO',
    'AK',
    'Ö',
    '?',
  ])
})
