import { expect, test } from 'vitest'
import { makeRun, makeStep } from '@/lib/testing/journal-factory'
import { runClock } from './run-clock'

const fence = makeStep('fence', { block: { kind: 'action', action: 'x', phase: 'fence' } })
const verify = makeStep('verify', { block: { phase: 'verify' } })

function timesOf(clock: ReturnType<typeof runClock>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    clock.phases
      .filter(({ startedAtMs }) => startedAtMs !== null)
      .map(({ phase, elapsedMs }) => [phase, elapsedMs]),
  )
}

const entries = [
  { atMs: 1_000, kind: 'run-started', stepKey: null },
  { atMs: 1_100, kind: 'step-ready', stepKey: 'fence' },
  { atMs: 2_000, kind: 'step-awaiting-approval', stepKey: 'fence' },
  { atMs: 5_000, kind: 'step-queued', stepKey: 'fence' },
  { atMs: 5_010, kind: 'step-running', stepKey: 'fence' },
  { atMs: 6_000, kind: 'step-succeeded', stepKey: 'fence' },
  { atMs: 6_000, kind: 'step-queued', stepKey: 'verify' },
  { atMs: 7_000, kind: 'step-succeeded', stepKey: 'verify' },
]

test('the clock runs from the first failed observation to the verified end, told by phase', () => {
  const steps = [
    { ...fence, status: 'succeeded' as const, endedAtMs: 6_000 },
    { ...verify, status: 'succeeded' as const, endedAtMs: 7_000 },
    makeStep('afterwards'),
  ]
  const clock = runClock(makeRun(steps, { detectedAtMs: 400 }), entries, 99_000)
  expect(clock).toMatchObject({ startedAtMs: 400, stoppedAtMs: 7_000, elapsedMs: 6_600, isMet: true })
  expect(timesOf(clock)).toEqual({ detect: 600, decide: 1_000, approve: 3_000, fence: 1_000, verify: 1_000 })
})

test('nothing was failing: the clock starts with the run, and the phase that goes on is active', () => {
  const clock = runClock(makeRun([fence, verify]), entries.slice(0, 3), 4_000)
  expect(clock).toMatchObject({ startedAtMs: 1_000, stoppedAtMs: null, elapsedMs: 3_000, isMet: null })
  expect(clock.phases.find(({ status }) => status === 'active')?.phase).toBe('approve')
})

test('the objective is missed as soon as its time is over, and an aborted run never met it', () => {
  expect(runClock(makeRun([fence, verify]), entries, 61_001).isMet).toBe(false)
  const aborted = makeRun([fence, verify], { status: 'aborted', endedAtMs: 3_000 })
  expect(runClock(aborted, entries, 9_000)).toMatchObject({ elapsedMs: 2_000, isMet: false })
})

test('service is not restored while one of the steps that verify has not passed', () => {
  const steps = [
    { ...verify, status: 'succeeded' as const, endedAtMs: 2_000 },
    { ...verify, key: 'again' },
  ]
  expect(runClock(makeRun(steps), [], 3_000).stoppedAtMs).toBeNull()
})
