import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeRun, makeStep } from '@/lib/testing/journal-factory'
import { stepStatuses } from './run'
import { runClock } from './run-clock'
import { runPhases } from './runbook'

const keys = ['a', 'b', 'c', 'd']
const steps = fc.array(
  fc.record({ phase: fc.constantFrom(...runPhases), status: fc.constantFrom(...stepStatuses) }),
  {
    minLength: 1,
    maxLength: 4,
  },
)
const entry = fc.record({
  waitedMs: fc.nat(10_000),
  status: fc.constantFrom(...stepStatuses),
  stepKey: fc.constantFrom(...keys),
})
const journal = fc.record({
  steps,
  entries: fc.array(entry, { maxLength: 20 }),
  detectedAtMs: fc.option(fc.nat(2_000), { nil: null }),
  aheadMs: fc.nat(50_000),
})

function clockOf(value: typeof journal extends fc.Arbitrary<infer Value> ? Value : never, laterMs = 0) {
  let atMs = 1_000
  const entries = value.entries.map(({ waitedMs, status, stepKey }) => {
    atMs += waitedMs
    return { atMs, kind: `step-${status}`, stepKey }
  })
  const list = value.steps.map(({ phase, status }, index) =>
    makeStep(keys[index] ?? '', {
      block: { phase },
      status,
      endedAtMs: status === 'succeeded' ? atMs : null,
    }),
  )
  const run = makeRun(list, { detectedAtMs: value.detectedAtMs })
  const started = { atMs: 1_000, kind: 'run-started', stepKey: null }
  return runClock(run, [started, ...entries], atMs + value.aheadMs + laterMs)
}

test('whatever happens, each millisecond of the clock belongs to one phase', () => {
  fc.assert(
    fc.property(journal, (value) => {
      const { elapsedMs, phases } = clockOf(value)
      expect(phases.reduce((sum, phase) => sum + phase.elapsedMs, 0)).toBe(elapsedMs)
      for (const phase of phases) expect(phase.elapsedMs).toBeGreaterThanOrEqual(0)
      expect(phases.filter(({ status }) => status === 'active').length).toBeLessThanOrEqual(1)
    }),
  )
})

test('time only adds: no phase shrinks, and an objective that was missed stays missed', () => {
  fc.assert(
    fc.property(journal, fc.nat(100_000), (value, laterMs) => {
      const [before, after] = [clockOf(value), clockOf(value, laterMs)]
      before.phases.forEach((phase, index) => {
        expect(after.phases[index]?.elapsedMs).toBeGreaterThanOrEqual(phase.elapsedMs)
      })
      if (before.isMet === false) expect(after.isMet).toBe(false)
    }),
  )
})
