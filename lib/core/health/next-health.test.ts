import { describe, expect, it } from 'vitest'
import {
  defaultProbePolicy,
  type ProbeHealth,
  type ProbePolicy,
  probeHealthSchema,
  type VerdictStatus,
} from './health-state'
import { type HealthStep, nextHealth } from './next-health'
import { healthAt } from './stale'

const policy: ProbePolicy = { ...defaultProbePolicy, failureThreshold: 3, successThreshold: 2 }

/** Feeds observations two seconds apart, each lasting 100 ms. */
function feed(
  statuses: readonly VerdictStatus[],
  options: { from?: ProbeHealth; startMs?: number; policy?: ProbePolicy } = {},
): readonly HealthStep[] {
  let known = options.from ?? null
  let atMs = options.startMs ?? (known === null ? 1_000_000 : known.lastFinishedAtMs + 2_000)
  return statuses.map((status) => {
    const observation = { startedAtMs: atMs - 100, finishedAtMs: atMs, status, reason: `it is ${status}` }
    const step = nextHealth(known, observation, options.policy ?? policy)
    known = step.health
    atMs += 2_000
    return step
  })
}

function following(statuses: readonly VerdictStatus[], options: Parameters<typeof feed>[1] = {}): HealthStep {
  const last = feed(statuses, options).at(-1)
  if (last === undefined) throw new Error('nothing was fed')
  return last
}

describe('nextHealth', () => {
  it('believes a first healthy observation at once', () => {
    const { health, transition, nextProbeInMs } = following(['healthy'])
    expect(health).toMatchObject({ status: 'healthy', soft: null, reason: 'it is healthy' })
    expect(transition).toMatchObject({ from: 'unknown', to: 'healthy', atMs: 1_000_000 })
    expect(nextProbeInMs).toBe(10_000)
  })

  it('does not believe a first bad observation before it has been checked', () => {
    const { health, transition, nextProbeInMs } = following(['down'])
    expect(health).toMatchObject({ status: 'unknown', soft: { status: 'down', count: 1 } })
    expect(transition).toBeNull()
    expect(nextProbeInMs).toBe(2_000)
  })

  it('is down after three failures in a row, and says when the first began', () => {
    const steps = feed(['healthy', 'down', 'down', 'down'])
    expect(steps.map((step) => step.health.status)).toEqual(['healthy', 'healthy', 'healthy', 'down'])
    expect(steps.at(-1)?.transition).toEqual({
      from: 'healthy',
      to: 'down',
      atMs: 1_006_000,
      reason: 'it is down',
    })
    expect(steps.at(-1)?.health.failingSinceMs).toBe(1_001_900)
  })

  it('comes back after two good observations, and ends the outage then', () => {
    const steps = feed(['down', 'down', 'down', 'healthy', 'healthy'])
    expect(steps.map((step) => step.health.status).slice(2)).toEqual(['down', 'down', 'healthy'])
    expect(steps[3]?.health).toMatchObject({ soft: { status: 'healthy', count: 1 }, failingSinceMs: 999_900 })
    expect(steps[4]?.health.failingSinceMs).toBeNull()
  })

  it('moves to what a whole mixed run supports, and on to down only after three downs', () => {
    const steps = feed(['healthy', 'degraded', 'down', 'down', 'down'])
    expect(steps.map((step) => step.health.status).slice(2)).toEqual(['healthy', 'degraded', 'down'])
    expect(steps[3]?.health.soft).toMatchObject({ status: 'down', count: 2 })
  })

  it('recovers to degraded when the good run is mixed', () => {
    expect(following(['down', 'down', 'down', 'degraded', 'healthy']).health.status).toBe('degraded')
  })

  it('does not count an observation that could not look', () => {
    const steps = feed(['healthy', 'down', 'unknown', 'down', 'unknown', 'down'])
    expect(steps.map((step) => step.health.status).at(-2)).toBe('healthy')
    expect(steps.at(-1)?.health.status).toBe('down')
  })

  it('does not prolong what it believes when it could not look', () => {
    const [seen, blind] = feed(['healthy', 'unknown'])
    expect(blind?.health.validUntilMs).toBe(seen?.health.validUntilMs)
    expect(blind?.health.observedAtMs).toBe(seen?.health.observedAtMs)
  })

  it('is unknown when it could not look three times in a row', () => {
    expect(following(['healthy', 'unknown', 'unknown', 'unknown']).health).toMatchObject({
      status: 'unknown',
      reason: 'it is unknown',
    })
  })

  it('ignores an observation that is not newer than the last', () => {
    const { health } = following(['healthy', 'healthy'])
    const late = {
      startedAtMs: 0,
      finishedAtMs: health.lastFinishedAtMs,
      status: 'down',
      reason: '',
    } as const
    const step = nextHealth(health, late, policy)
    expect(step).toMatchObject({ isIgnored: true, transition: null })
    expect(step.health).toBe(health)
  })

  it('settles the doubt of a broken connection within about three seconds', () => {
    let step = following(['healthy'])
    let atMs = step.health.lastFinishedAtMs + 500
    const breakAtMs = atMs
    for (const isConnectionBroken of [true, false, false]) {
      const observation = { startedAtMs: atMs, finishedAtMs: atMs + 5, status: 'down', reason: '' } as const
      step = nextHealth(step.health, observation, policy, { isConnectionBroken })
      atMs = step.health.lastFinishedAtMs + step.nextProbeInMs
    }
    expect(step.health.status).toBe('down')
    expect(step.health.lastFinishedAtMs - breakAtMs).toBeLessThan(3_000)
  })

  it('never shows green again because of a bad observation after a gap', () => {
    const { health } = following(['healthy'])
    const step = following(['down'], { from: health, startMs: health.validUntilMs + 1 })
    expect(step.health).toMatchObject({ status: 'unknown', soft: { status: 'down' } })
    expect(step.transition).toMatchObject({ from: 'healthy', to: 'unknown', atMs: health.validUntilMs })
    expect(step.gap).toEqual({ fromMs: health.validUntilMs, toMs: health.validUntilMs + 1 })
  })

  it('stays down when the first look after a gap confirms it, with the outage clock running on', () => {
    const { health } = following(['down', 'down', 'down'])
    const step = following(['down'], { from: health, startMs: health.validUntilMs + 60_000 })
    expect(step.transition).toBeNull()
    expect(step.health).toMatchObject({ status: 'down', failingSinceMs: health.failingSinceMs })
  })

  it('is flapping when it fails on and off without ever being down', () => {
    const onAndOff: VerdictStatus[] = ['healthy', 'down', 'healthy', 'down', 'healthy', 'down', 'healthy']
    const { health } = following(onAndOff)
    expect(health).toMatchObject({ status: 'healthy', isFlapping: true })
    const steady = following(new Array<VerdictStatus>(20).fill('healthy'), { from: health })
    expect(steady.health.isFlapping).toBe(false)
  })

  it('leaves plain data that can be stored and read back', () => {
    const { health } = following(['healthy', 'down', 'unknown'])
    expect(probeHealthSchema.parse(JSON.parse(JSON.stringify(health)))).toEqual(health)
  })
})

describe('healthAt', () => {
  it('is unknown past its shelf life, saying since when nobody looked', () => {
    const { health } = following(['healthy'])
    expect(healthAt(health, health.validUntilMs).status).toBe('healthy')
    expect(healthAt(health, health.validUntilMs + 1)).toMatchObject({
      status: 'unknown',
      isStale: true,
      sinceMs: health.validUntilMs,
      reason: 'not observed since 1970-01-01 00:16:40 UTC',
    })
  })

  it('does not believe a worker whose clock is far ahead', () => {
    const { health } = following(['healthy'])
    expect(healthAt(health, health.observedAtMs - 60_000)).toMatchObject({ status: 'unknown', isStale: true })
  })
})
