import { expect, test } from 'vitest'
import { parseWords } from '@/lab/arguments'

test('words keep their order, options take their value from the next word or from behind an equals sign', () => {
  expect(parseWords(['fault', 'slow', '--percent', '90', 'php-1', '--path=/api/ping'])).toEqual({
    positional: ['fault', 'slow', 'php-1'],
    options: { percent: '90', path: '/api/ping' },
  })
})

test('an option without a value is there, and empty', () => {
  expect(parseWords(['status', '--json'])).toEqual({ positional: ['status'], options: { json: '' } })
  expect(parseWords(['status', '--json', '--all'])).toEqual({
    positional: ['status'],
    options: { json: '', all: '' },
  })
})
