import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stronglyConnected } from './strongly-connected'

const size = 8
const graphs = fc.array(fc.array(fc.nat(size - 1), { maxLength: 3 }), { minLength: size, maxLength: size })

/** Obviously right and slow: who is reached from where, by trying every way through. */
function reachable(pointsTo: readonly (readonly number[])[]): boolean[][] {
  const reaches = pointsTo.map((targets, from) =>
    pointsTo.map((_, to) => from === to || targets.includes(to)),
  )
  for (let middle = 0; middle < size; middle += 1) {
    for (const from of reaches) {
      if (from[middle] !== true) continue
      reaches[middle]?.forEach((isReached, to) => {
        if (isReached) from[to] = true
      })
    }
  }
  return reaches
}

describe('stronglyConnected', () => {
  it('gives two nodes one number exactly when they reach each other', () => {
    fc.assert(
      fc.property(graphs, (pointsTo) => {
        const component = stronglyConnected(pointsTo)
        const reaches = reachable(pointsTo)
        for (let one = 0; one < size; one += 1) {
          for (let other = 0; other < size; other += 1) {
            const isLoop = reaches[one]?.[other] === true && reaches[other]?.[one] === true
            expect(component[one] === component[other]).toBe(isLoop)
          }
        }
      }),
    )
  })

  it('never numbers a node below one that it points to', () => {
    fc.assert(
      fc.property(graphs, (pointsTo) => {
        const component = stronglyConnected(pointsTo)
        pointsTo.forEach((targets, from) => {
          for (const to of targets) expect(component[from]).toBeGreaterThanOrEqual(component[to] ?? 0)
        })
      }),
    )
  })

  it('does not run out of stack on a long chain', () => {
    const chain = Array.from({ length: 50_000 }, (_, index) => (index < 49_999 ? [index + 1] : []))
    expect(new Set(stronglyConnected(chain)).size).toBe(50_000)
  })
})
