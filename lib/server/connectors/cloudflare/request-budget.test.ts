import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RequestBudget } from './request-budget'

test('in no period more requests go through than the budget has, however they are spread', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 400 })
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 40 }), gaps, (requests, waits) => {
      const budget = new RequestBudget(requests, 1_000, 0)
      let nowMs = 0
      const taken: number[] = []
      for (const wait of waits) {
        nowMs += wait
        while (budget.take(nowMs).isTaken) taken.push(nowMs)
      }
      for (const from of taken) {
        const inPeriod = taken.filter((atMs) => atMs >= from && atMs < from + 1_000)
        expect(inPeriod.length).toBeLessThanOrEqual(requests)
      }
    }),
  )
})

test('the budget lets half of its requests through at once, then one as each is refilled', () => {
  const budget = new RequestBudget(6, 3_000, 0)
  expect([1, 2, 3].map(() => budget.take(0).isTaken)).toEqual([true, true, true])
  expect(budget.take(0)).toEqual({ isTaken: false, waitMs: 1_000 })
  expect(budget.take(999).isTaken).toBe(false)
  expect(budget.take(1_000).isTaken).toBe(true)
})

test('a long pause fills the budget again and no further', () => {
  const budget = new RequestBudget(4, 1_000, 0)
  budget.take(0)
  expect([1, 2, 3].map(() => budget.take(3_600_000).isTaken)).toEqual([true, true, false])
})

test('a clock that steps back gives nothing and takes nothing', () => {
  const budget = new RequestBudget(2, 1_000, 10_000)
  budget.take(10_000)
  expect(budget.take(0).isTaken).toBe(false)
})

test('evaluations leave half of what may be asked at once, and runs take that too', () => {
  const budget = new RequestBudget(16, 8_000, 0)
  const evaluations = [1, 2, 3, 4, 5].map(() => budget.take(0, budget.reserve).isTaken)
  expect(evaluations).toEqual([true, true, true, true, false])
  expect(budget.take(0, budget.reserve)).toEqual({ isTaken: false, waitMs: 1_000 })
  expect([1, 2, 3, 4, 5].map(() => budget.take(0).isTaken)).toEqual([true, true, true, true, false])
})
