import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { probePolicySchema } from '@/lib/core/health/health-state'
import { nextHealth } from '@/lib/core/health/next-health'
import { phaseMsOf } from '@/lib/core/schedule/phase'
import { systemClock } from '@/lib/core/time/clock'
import type { ProbeToRun } from '@/lib/server/probes/probe-runner'
import type { ProbeResult } from '@/lib/server/probes/run-probe'
import { makeMetrics } from '@/lib/testing/worker'
import type { ProbeMemory } from './node-memory'
import { type ProbeOutcome, Scheduler } from './scheduler'

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000_000_000 })
})
afterEach(() => {
  vi.useRealTimers()
})

function makeProbe(slug: string, parts: Partial<ProbeMemory> = {}): ProbeMemory {
  return {
    id: 1,
    slug,
    nodeSlug: slug.split('/')[0] ?? slug,
    kind: 'tcp',
    settings: { host: slug },
    policy: probePolicySchema.parse({}),
    workerId: 'one',
    health: null,
    evidence: [],
    figures: {},
    version: 0,
    storedEvidence: undefined,
    storedFigures: undefined,
    facts: null,
    storedFacts: undefined,
    ...parts,
  }
}

interface SchedulerParts {
  durationMs?: number
  perLane?: number
  againInMs?: number
  onOutcome?: (outcome: ProbeOutcome) => number | undefined
}

/** A runner whose probes take as long as told, and remember when they ran. */
function makeScheduler(options: SchedulerParts = {}) {
  const starts: { slug: string; atMs: number }[] = []
  const outcomes: ProbeOutcome[] = []
  const state = { running: 0, most: 0, mayStart: true, againInMs: options.againInMs }
  const run = async ({ slug }: ProbeToRun): Promise<ProbeResult> => {
    starts.push({ slug, atMs: Date.now() })
    state.running += 1
    state.most = Math.max(state.most, state.running)
    const startedAtMs = Date.now()
    await new Promise((resolve) => setTimeout(resolve, options.durationMs ?? 5))
    state.running -= 1
    const judgement = { status: 'healthy' as const, reason: 'answers', evidence: [], figures: {} }
    return { startedAtMs, finishedAtMs: Date.now(), judgement }
  }
  const forgotten: string[] = []
  const scheduler = new Scheduler({
    runner: { run, forget: (slug) => forgotten.push(slug) },
    clock: systemClock,
    metrics: makeMetrics(),
    limits: { total: 100, perLane: options.perLane ?? 4 },
    mayStart: () => state.mayStart,
    onOutcome: (outcome) => {
      outcomes.push(outcome)
      return options.onOutcome?.(outcome) ?? state.againInMs
    },
  })
  return { scheduler, starts, outcomes, state, forgotten }
}

test('a probe is looked at soon, then at its phase of every interval', async () => {
  const { scheduler, starts } = makeScheduler()
  scheduler.setProbes([makeProbe('web/tcp')])
  await vi.advanceTimersByTimeAsync(65_000)
  expect(starts[0]?.atMs).toBeLessThanOrEqual(1_000_000_001_000)
  const onGrid = starts.slice(1).map(({ atMs }) => atMs % 10_000)
  expect(onGrid.length).toBeGreaterThanOrEqual(6)
  expect(new Set(onGrid)).toEqual(new Set([phaseMsOf('web/tcp', 10_000)]))
  scheduler.stop()
})

test('a probe in doubt is looked at again after the time it asks for', async () => {
  const { scheduler, starts, state } = makeScheduler({ againInMs: 2_000 })
  scheduler.setProbes([makeProbe('web/tcp')])
  await vi.advanceTimersByTimeAsync(1_000)
  const first = starts[0]?.atMs ?? 0
  state.againInMs = undefined
  await vi.advanceTimersByTimeAsync(2_100)
  const secondAfterMs = (starts[1]?.atMs ?? 0) - first
  expect(secondAfterMs).toBeLessThanOrEqual(2_005)
  scheduler.stop()
})

test('a slow probe never runs twice at once', async () => {
  const { scheduler, starts, state } = makeScheduler({ durationMs: 25_000 })
  scheduler.setProbes([makeProbe('web/tcp')])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(state.most).toBe(1)
  expect(starts.length).toBeGreaterThanOrEqual(2)
  scheduler.stop()
})

test('one address bears only so many probes at once', async () => {
  const { scheduler, state, outcomes } = makeScheduler({ durationMs: 3_000, perLane: 2 })
  const settings = { host: '127.0.0.1' }
  scheduler.setProbes(Array.from({ length: 6 }, (_, index) => makeProbe(`n${index}/tcp`, { settings })))
  await vi.advanceTimersByTimeAsync(12_000)
  expect(state.most).toBe(2)
  expect(new Set(outcomes.map(({ probe }) => probe.slug)).size).toBe(6)
  scheduler.stop()
})

test('a host that hangs is known within 35 s, however many probes look at it', async () => {
  const policy = probePolicySchema.parse({})
  const atMs = Date.now()
  const seen = { startedAtMs: atMs - 5, finishedAtMs: atMs, status: 'healthy' as const, reason: 'answers' }
  const { health } = nextHealth(null, seen, policy)
  let downAfterMs = Number.POSITIVE_INFINITY
  const { scheduler } = makeScheduler({
    durationMs: policy.timeoutSeconds * 1_000,
    onOutcome: ({ probe, result }) => {
      const hung = { ...result, status: 'down' as const, reason: 'no answer' }
      const step = nextHealth(probe.health, hung, policy)
      probe.health = step.health
      if (step.health.status === 'down') downAfterMs = Math.min(downAfterMs, Date.now() - atMs)
      return step.nextProbeInMs
    },
  })
  const settings = { host: '127.0.0.1' }
  scheduler.setProbes(
    Array.from({ length: 20 }, (_, index) => makeProbe(`prometheus/scrapes-${index}`, { settings, health })),
  )
  await vi.advanceTimersByTimeAsync(60_000)
  expect(downAfterMs).toBeLessThanOrEqual(35_000)
  scheduler.stop()
})

test('a probe asked for while it runs runs once more, at once', async () => {
  const { scheduler, starts } = makeScheduler({ durationMs: 400 })
  scheduler.setProbes([makeProbe('web/tcp')])
  scheduler.probeNow('web/tcp')
  await vi.advanceTimersByTimeAsync(100)
  expect(starts).toHaveLength(1)
  scheduler.probeNow('web/tcp', true)
  await vi.advanceTimersByTimeAsync(400)
  expect(starts).toHaveLength(2)
  scheduler.stop()
})

test('that a connection broke is told with the result of the probe that it caused', async () => {
  const { scheduler, outcomes } = makeScheduler()
  scheduler.setProbes([makeProbe('web/tcp')])
  await vi.advanceTimersByTimeAsync(1_100)
  scheduler.probeNow('web/tcp', true)
  await vi.advanceTimersByTimeAsync(10)
  expect(outcomes.map((outcome) => outcome.isConnectionBroken)).toEqual([false, true])
  scheduler.stop()
})

test('nothing is started while it may not, and what was due then starts as soon as it may', async () => {
  const { scheduler, starts, state } = makeScheduler()
  state.mayStart = false
  scheduler.setProbes([makeProbe('web/tcp')])
  await vi.advanceTimersByTimeAsync(30_000)
  expect(starts).toHaveLength(0)
  state.mayStart = true
  await vi.advanceTimersByTimeAsync(100)
  expect(starts).toHaveLength(1)
  scheduler.stop()
})

test('a probe that is no longer declared is not run, and what it held is let go', async () => {
  const { scheduler, starts, forgotten } = makeScheduler()
  scheduler.setProbes([makeProbe('web/tcp')])
  await vi.advanceTimersByTimeAsync(1_100)
  scheduler.setProbes([])
  const before = starts.length
  await vi.advanceTimersByTimeAsync(30_000)
  expect(starts.length).toBe(before)
  expect(forgotten).toContain('web/tcp')
  scheduler.stop()
})

test('other settings are looked at soon, and a result measured under the old ones is not taken in', async () => {
  const { scheduler, outcomes, starts } = makeScheduler({ durationMs: 300 })
  const probe = makeProbe('web/tcp')
  scheduler.setProbes([probe])
  scheduler.probeNow('web/tcp')
  await vi.advanceTimersByTimeAsync(100)
  probe.settings = { host: 'elsewhere' }
  scheduler.setProbes([probe])
  await vi.advanceTimersByTimeAsync(600)
  expect(starts).toHaveLength(2)
  expect(outcomes).toHaveLength(1)
  scheduler.stop()
})

test('a clock that is set back stops no probe', async () => {
  const { scheduler, starts } = makeScheduler()
  scheduler.setProbes([makeProbe('web/tcp')])
  await vi.advanceTimersByTimeAsync(15_000)
  const before = starts.length
  vi.setSystemTime(Date.now() - 3_600_000)
  await vi.advanceTimersByTimeAsync(25_000)
  expect(starts.length - before).toBeGreaterThanOrEqual(2)
  scheduler.stop()
})
