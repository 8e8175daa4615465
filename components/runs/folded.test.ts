import { expect, test } from 'vitest'
import { folded } from './folded'

const items = (count: number) => Array.from({ length: count }, (_, index) => index)

test('a list of a few lines is shown as it is', () => {
  expect(folded(items(6))).toEqual({ shown: items(6), more: [] })
})

test('of a long one nothing is lost, and never a single line is folded', () => {
  const { shown, more } = folded(items(7))
  expect([...shown, ...more]).toEqual(items(7))
  expect(more.length).toBeGreaterThan(1)
})
