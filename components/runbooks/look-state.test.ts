import { expect, test } from 'vitest'
import { lookState } from './look-state'

const at = (seconds: number) => new Date(seconds * 1000).toISOString()

test('what was found before it was asked for is no answer', () => {
  expect(lookState({ notBeforeMs: null, isOver: false }, at(99))).toBe('looking')
  expect(lookState({ notBeforeMs: 100_000, isOver: false }, at(99))).toBe('looking')
  expect(lookState({ notBeforeMs: 100_000, isOver: false }, null)).toBe('looking')
  expect(lookState({ notBeforeMs: 100_000, isOver: false }, at(100))).toBe('looked')
})

test('a look that never comes keeps nobody from starting, and one that comes late is still shown', () => {
  expect(lookState({ notBeforeMs: 100_000, isOver: true }, at(99))).toBe('unanswered')
  expect(lookState({ notBeforeMs: null, isOver: true }, at(99))).toBe('unanswered')
  expect(lookState({ notBeforeMs: 100_000, isOver: true }, at(101))).toBe('looked')
})
