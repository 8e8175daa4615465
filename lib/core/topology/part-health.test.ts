import { expect, test } from 'vitest'
import { partHealth } from './part-health'

test('a part is down only when nobody is left who plays it', () => {
  expect(partHealth(['down', 'down'])).toBe('down')
  expect(partHealth(['down', 'healthy'])).toBe('degraded')
})

test('a part of which one node is unknown is never called healthy', () => {
  expect(partHealth(['healthy', 'unknown'])).toBe('unknown')
  expect(partHealth(['healthy', 'healthy'])).toBe('healthy')
})

test('people have no health', () => {
  expect(partHealth([])).toBeUndefined()
})
