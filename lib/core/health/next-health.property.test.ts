import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  defaultProbePolicy,
  type Observation,
  type ProbeHealth,
  type ProbePolicy,
  type VerdictStatus,
  verdictStatuses,
} from './health-state'
import { nextHealth } from './next-health'
import { healthAt } from './stale'
import { validUntilMs } from './valid-until'

const policies = fc.record({
  intervalSeconds: fc.integer({ min: 1, max: 60 }),
  timeoutSeconds: fc.integer({ min: 1, max: 10 }),
  retrySeconds: fc.integer({ min: 1, max: 10 }),
  failureThreshold: fc.integer({ min: 1, max: 5 }),
  successThreshold: fc.integer({ min: 1, max: 4 }),
  graceSeconds: fc.integer({ min: 0, max: 20 }),
})

/** Mostly close together, some out of order, some after a gap that outlives any shelf life. */
const steps = fc.array(
  fc.record({
    status: fc.constantFrom(...verdictStatuses),
    afterMs: fc.oneof(
      { weight: 12, arbitrary: fc.integer({ min: 1, max: 2_000 }) },
      { weight: 1, arbitrary: fc.integer({ min: -3_000, max: 0 }) },
      { weight: 1, arbitrary: fc.constant(200_000) },
    ),
  }),
  { maxLength: 60 },
)

function observationsOf(given: readonly { status: VerdictStatus; afterMs: number }[]): Observation[] {
  let atMs = 1_000_000
  return given.map(({ status, afterMs }) => {
    atMs += afterMs
    return { startedAtMs: atMs - 1, finishedAtMs: atMs, status, reason: status }
  })
}

function run(observations: readonly Observation[], policy: ProbePolicy): ProbeHealth[] {
  let known: ProbeHealth | null = null
  return observations.map((observation) => {
    known = nextHealth(known, observation, policy).health
    return known
  })
}

/** Slow and obviously right: keeps whole lists and looks back over them each time. */
class ReferenceProbe {
  hard: VerdictStatus = 'unknown'
  private looked: VerdictStatus[] = []
  private blind = 0
  private newestMs = -1
  private believedUntilMs = Number.POSITIVE_INFINITY

  constructor(private readonly policy: ProbePolicy) {}

  observe(observation: Observation): void {
    if (observation.finishedAtMs <= this.newestMs) return
    this.newestMs = observation.finishedAtMs
    if (observation.finishedAtMs > this.believedUntilMs) this.forget(observation.status)
    if (observation.status === 'unknown') this.couldNotLook()
    else this.look(observation.status)
    if (observation.status !== 'unknown' || this.hard === 'unknown') {
      this.believedUntilMs = validUntilMs(observation.finishedAtMs, this.policy)
    }
  }

  private forget(confirmedBy: VerdictStatus): void {
    if (this.hard !== confirmedBy) this.hard = 'unknown'
    this.looked = []
    this.blind = 0
  }

  private couldNotLook(): void {
    this.blind += 1
    if (this.blind < this.policy.failureThreshold) return
    this.hard = 'unknown'
    this.looked = []
  }

  private look(status: VerdictStatus): void {
    this.blind = 0
    this.looked.push(status)
    const were = (count: number, fits: (status: VerdictStatus) => boolean): boolean =>
      this.looked.length >= count && this.looked.slice(-count).every(fits)
    const { failureThreshold, successThreshold } = this.policy
    const isBetterThanDegraded = this.hard === 'unknown' || this.hard === 'healthy'
    if (were(failureThreshold, (seen) => seen === 'down')) this.hard = 'down'
    else if (this.hard === 'unknown' && status === 'healthy') this.hard = 'healthy'
    else if (isBetterThanDegraded && were(failureThreshold, (seen) => seen !== 'healthy'))
      this.hard = 'degraded'
    else if (!isBetterThanDegraded && were(successThreshold, (seen) => seen === 'healthy'))
      this.hard = 'healthy'
    else if (this.hard === 'down' && were(successThreshold, (seen) => seen !== 'down')) this.hard = 'degraded'
  }
}

describe('nextHealth, over any sequence of observations', () => {
  it('agrees with a slow model that looks back over the whole list', () => {
    fc.assert(
      fc.property(steps, policies, (given, policy) => {
        const model = new ReferenceProbe(policy)
        let known: ProbeHealth | null = null
        for (const observation of observationsOf(given)) {
          model.observe(observation)
          known = nextHealth(known, observation, policy).health
          expect(known.status).toBe(model.hard)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('is down only after enough failures in a row', () => {
    fc.assert(
      fc.property(steps, policies, (given, policy) => {
        const observations = observationsOf(given).filter(({ status }) => status !== 'unknown')
        const ordered = observations.filter(
          ({ finishedAtMs }, index) =>
            finishedAtMs > Math.max(0, ...observations.slice(0, index).map((other) => other.finishedAtMs)),
        )
        run(ordered, policy).forEach((health, index, all) => {
          if (health.status !== 'down' || all[index - 1]?.status === 'down') return
          const last = ordered.slice(0, index + 1).slice(-policy.failureThreshold)
          expect(last.length).toBe(policy.failureThreshold)
          expect(last.every(({ status }) => status === 'down')).toBe(true)
        })
      }),
    )
  })

  it('lets no single lost packet page anyone', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 40 }), (before, after) => {
        const given = [
          ...Array.from({ length: before }, () => ({ status: 'healthy' as const, afterMs: 1_000 })),
          { status: 'down' as const, afterMs: 1_000 },
          ...Array.from({ length: after }, () => ({ status: 'healthy' as const, afterMs: 1_000 })),
        ]
        for (const health of run(observationsOf(given), defaultProbePolicy)) {
          expect(['healthy', 'unknown']).toContain(health.status)
          expect(health.isFlapping).toBe(false)
        }
      }),
    )
  })

  it('shows nothing but unknown past validUntil', () => {
    fc.assert(
      fc.property(steps, policies, fc.integer({ min: 1, max: 10_000_000 }), (given, policy, laterMs) => {
        for (const health of run(observationsOf(given), policy)) {
          expect(healthAt(health, health.validUntilMs + laterMs).status).toBe('unknown')
        }
      }),
    )
  })

  it('never turns green without a healthy observation', () => {
    fc.assert(
      fc.property(steps, policies, (given, policy) => {
        let known: ProbeHealth | null = null
        for (const observation of observationsOf(given)) {
          const step = nextHealth(known, observation, policy)
          if (step.transition?.to === 'healthy') expect(observation.status).toBe('healthy')
          // A bad look after a gap must not bring the green of before back.
          if (step.gap !== null && observation.status !== 'healthy') {
            expect(step.health.status).not.toBe('healthy')
          }
          known = step.health
        }
      }),
    )
  })

  it('reports each change exactly once, and probes again within the interval', () => {
    fc.assert(
      fc.property(steps, policies, (given, policy) => {
        let known: ProbeHealth | null = null
        for (const observation of observationsOf(given)) {
          const step = nextHealth(known, observation, policy)
          const before: VerdictStatus = known?.status ?? 'unknown'
          expect(step.transition !== null).toBe(before !== step.health.status)
          expect(step.nextProbeInMs).toBeGreaterThan(0)
          expect(step.nextProbeInMs).toBeLessThanOrEqual(policy.intervalSeconds * 1000)
          expect(step.health.recent.length).toBeLessThanOrEqual(21)
          known = step.health
        }
      }),
    )
  })

  it('runs the outage clock while, and only while, something fails', () => {
    fc.assert(
      fc.property(steps, policies, (given, policy) => {
        for (const health of run(observationsOf(given), policy)) {
          if (health.status === 'down') expect(health.failingSinceMs).not.toBeNull()
          if (health.failingSinceMs !== null) {
            expect(health.failingSinceMs).toBeLessThanOrEqual(health.lastFinishedAtMs)
          }
          if (health.status === 'healthy' && health.soft === null) expect(health.failingSinceMs).toBeNull()
        }
      }),
    )
  })
})
