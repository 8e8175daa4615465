import { expect, test } from 'vitest'
import { RequestBudget } from './request-budget'

test('the budget lets its capacity through at once, then one as each is refilled', () => {
  const budget = new RequestBudget(3, 3_000, 0)
  expect([1, 2, 3].map(() => budget.take(0).isTaken)).toEqual([true, true, true])
  expect(budget.take(0)).toEqual({ isTaken: false, waitMs: 1_000 })
  expect(budget.take(999).isTaken).toBe(false)
  expect(budget.take(1_000).isTaken).toBe(true)
})

test('a long pause fills the budget to its capacity and no further', () => {
  const budget = new RequestBudget(2, 1_000, 0)
  budget.take(0)
  expect([1, 2, 3].map(() => budget.take(3_600_000).isTaken)).toEqual([true, true, false])
})

test('a clock that steps back gives nothing and takes nothing', () => {
  const budget = new RequestBudget(1, 1_000, 10_000)
  budget.take(10_000)
  expect(budget.take(0).isTaken).toBe(false)
})
