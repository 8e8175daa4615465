import { expect, test } from 'vitest'
import { changedQuery } from './address'

test('a part of an address changes alone', () => {
  expect(changedQuery('?show=questions&severity=high', { severity: 'low' })).toBe(
    '?show=questions&severity=low',
  )
})

test('what is not asked for any more is not in the address', () => {
  expect(changedQuery('?find=php', { find: '' })).toBe('')
  expect(changedQuery('?find=php&as=list', { find: undefined })).toBe('?as=list')
})

test('what people type stands in an address as they typed it', () => {
  const query = changedQuery('', { find: 'a & b = ü' })
  expect(new URLSearchParams(query).get('find')).toBe('a & b = ü')
})
