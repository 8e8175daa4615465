import { expect, test } from 'vitest'
import { callbackPath } from './callback-path'

test.each([
  ['/topology?view=zones#web', '/topology?view=zones#web'],
  ['/runs/1', '/runs/1'],
  ['/', '/'],
])('after sign-in people come back to %s', (asked, path) => {
  expect(callbackPath(asked)).toBe(path)
})

test.each([
  'https://evil.example/',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/..//evil.example',
  'javascript:alert(1)',
  'evil.example',
  '/api/auth/signout',
  '/sign-in?callbackUrl=/',
  '',
  null,
  undefined,
])('after sign-in nobody is sent to %s', (asked) => {
  expect(callbackPath(asked)).toBe('/')
})
