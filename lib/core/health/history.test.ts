import { describe, expect, test } from 'vitest'
import { healthSegments, healthShares } from './history'

const hour = 3_600_000
const range = { fromMs: 0, toMs: 10 * hour }
const always = [{ fromMs: 0, toMs: 10 * hour }]
const healthy = { atMs: -hour, status: 'healthy', reason: 'answers' } as const
const recorded = { range, changes: [healthy], observed: always, shelfMs: 30_000, maintenance: [] }

const shape = (segments: ReturnType<typeof healthSegments>) =>
  segments.map(({ status, fromMs, toMs }) => [status, fromMs / hour, toMs / hour])

describe('the history of a health', () => {
  test('starts with what the last change before the range said', () => {
    expect(shape(healthSegments(recorded))).toEqual([['healthy', 0, 10]])
  })

  test('is unknown where nobody looked, even after a green', () => {
    const observed = [
      { fromMs: 0, toMs: 2 * hour },
      { fromMs: 5 * hour, toMs: 10 * hour },
    ]
    const segments = healthSegments({ ...recorded, observed, shelfMs: hour })
    expect(shape(segments)).toEqual([
      ['healthy', 0, 3],
      ['unknown', 3, 5],
      ['healthy', 5, 10],
    ])
  })

  test('is unknown as a whole when nobody ever looked', () => {
    expect(shape(healthSegments({ ...recorded, changes: [], observed: [] }))).toEqual([['unknown', 0, 10]])
  })

  test('shows maintenance over whatever was measured', () => {
    const down = { atMs: 4 * hour, status: 'down', reason: 'refused' } as const
    const maintenance = [{ fromMs: 3 * hour, toMs: 6 * hour, reason: 'new disk' }]
    const segments = healthSegments({ ...recorded, changes: [healthy, down], maintenance })
    expect(shape(segments)).toEqual([
      ['healthy', 0, 3],
      ['maintenance', 3, 6],
      ['down', 6, 10],
    ])
  })

  test('has shares that sum to the whole time', () => {
    const down = { atMs: 7.5 * hour, status: 'down', reason: 'refused' } as const
    const shares = healthShares(healthSegments({ ...recorded, changes: [healthy, down] }))
    expect(shares).toEqual({ healthy: 0.75, degraded: 0, down: 0.25, unknown: 0, maintenance: 0 })
  })
})
