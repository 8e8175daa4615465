import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type HealthStatus, healthStatuses } from './health-state'
import { type HealthChange, healthSegments, uptimeOf } from './history'

const window = { fromMs: 1_000, nowMs: 2_000 }

function change(atMs: number, from: HealthStatus, to: HealthStatus): HealthChange {
  return { atMs, from, to }
}

describe('healthSegments', () => {
  it('begins with what the first change came from', () => {
    expect(
      healthSegments([change(1_400, 'healthy', 'down'), change(1_500, 'down', 'healthy')], window),
    ).toEqual([
      { status: 'healthy', fromMs: 1_000, toMs: 1_400 },
      { status: 'down', fromMs: 1_400, toMs: 1_500 },
      { status: 'healthy', fromMs: 1_500, toMs: 2_000 },
    ])
  })

  it('carries a change from before the window into it', () => {
    expect(healthSegments([change(10, 'unknown', 'degraded')], window)).toEqual([
      { status: 'degraded', fromMs: 1_000, toMs: 2_000 },
    ])
  })

  it('is unknown before the state that never changed since it began', () => {
    const current = { status: 'healthy' as const, sinceMs: 1_300, validUntilMs: 5_000 }
    expect(healthSegments([], window, current)).toEqual([
      { status: 'unknown', fromMs: 1_000, toMs: 1_300 },
      { status: 'healthy', fromMs: 1_300, toMs: 2_000 },
    ])
  })

  it('is unknown since the last observation expired, even if nobody noted it', () => {
    const current = { status: 'healthy' as const, sinceMs: 10, validUntilMs: 1_700 }
    expect(healthSegments([change(10, 'unknown', 'healthy')], window, current)).toEqual([
      { status: 'healthy', fromMs: 1_000, toMs: 1_700 },
      { status: 'unknown', fromMs: 1_700, toMs: 2_000 },
    ])
  })

  it('covers the window without holes or overlaps, whatever the changes', () => {
    const changes = fc.array(
      fc.record({
        atMs: fc.integer({ min: 0, max: 3_000 }),
        from: fc.constantFrom(...healthStatuses),
        to: fc.constantFrom(...healthStatuses),
      }),
    )
    fc.assert(
      fc.property(changes, (given) => {
        const segments = healthSegments(given, window)
        expect(segments[0]?.fromMs).toBe(window.fromMs)
        expect(segments.at(-1)?.toMs).toBe(window.nowMs)
        segments.slice(1).forEach((segment, index) => {
          expect(segment.fromMs).toBe(segments[index]?.toMs)
          expect(segment.status).not.toBe(segments[index]?.status)
        })
        const { workingMs, downMs, unknownMs, maintenanceMs } = uptimeOf(segments)
        expect(workingMs + downMs + unknownMs + maintenanceMs).toBe(1_000)
      }),
    )
  })
})

describe('uptimeOf', () => {
  it('counts neither maintenance nor not knowing, for or against', () => {
    const segments = healthSegments(
      [
        change(1_100, 'healthy', 'degraded'),
        change(1_200, 'degraded', 'down'),
        change(1_300, 'down', 'maintenance'),
        change(1_600, 'maintenance', 'unknown'),
      ],
      window,
    )
    expect(uptimeOf(segments)).toEqual({
      workingMs: 200,
      downMs: 100,
      maintenanceMs: 300,
      unknownMs: 400,
      share: 2 / 3,
    })
  })

  it('claims no share when nothing was known', () => {
    expect(uptimeOf(healthSegments([], window)).share).toBeNull()
  })
})
