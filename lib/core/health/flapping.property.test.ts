import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Flapping, flapPercentOf, nextFlapping } from './flapping'

const results = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 60 })
const calm: Flapping = { recent: [], flapPercent: 0, isFlapping: false }

describe('flapping', () => {
  it('is nothing for one state and everything for a change each time', () => {
    expect(flapPercentOf(new Array(21).fill(0))).toBe(0)
    expect(flapPercentOf(Array.from({ length: 21 }, (_, index) => index % 2))).toBeCloseTo(100)
  })

  it('weighs the newest change 1.25 and the oldest 0.75', () => {
    const changeAt = (index: number) => Array.from({ length: 21 }, (_, at) => (at < index ? 0 : 1))
    expect(flapPercentOf(changeAt(20))).toBeCloseTo((1.25 / 20) * 100)
    expect(flapPercentOf(changeAt(1))).toBeCloseTo((0.75 / 20) * 100)
  })

  it('starts at 30 percent, ends below 20, and stays as it is between', () => {
    fc.assert(
      fc.property(results, (given) => {
        let state = calm
        for (const result of given) {
          const before = state.isFlapping
          state = nextFlapping(state, [result])
          if (state.flapPercent >= 30) expect(state.isFlapping).toBe(true)
          else if (state.flapPercent < 20) expect(state.isFlapping).toBe(false)
          else expect(state.isFlapping).toBe(before)
          expect(state.flapPercent).toBeLessThanOrEqual(100.000_001)
        }
        expect(state.recent).toEqual(given.slice(-21))
      }),
    )
  })
})
