import { expect, test } from 'vitest'
import { makeRun, makeRunStep } from '@/lib/testing/run-factory'
import { phaseSegments } from './phase-bar'

const at = '2026-11-25T17:31:00.000Z'
const run = makeRun({
  steps: [
    makeRunStep('confirm', { phase: 'decide' }),
    makeRunStep('fence', { phase: 'fence' }),
    makeRunStep('promote', { phase: 'promote' }),
    makeRunStep('prove', { phase: 'verify' }),
  ],
  phases: [
    { phase: 'detect', startedAt: at, elapsedMs: 31_000, status: 'done' },
    { phase: 'decide', startedAt: at, elapsedMs: 400, status: 'done' },
    { phase: 'approve', startedAt: null, elapsedMs: 0, status: 'pending' },
    { phase: 'fence', startedAt: at, elapsedMs: 1_000, status: 'active' },
    { phase: 'promote', startedAt: null, elapsedMs: 0, status: 'pending' },
    { phase: 'restore', startedAt: null, elapsedMs: 0, status: 'pending' },
    { phase: 'verify', startedAt: null, elapsedMs: 0, status: 'pending' },
  ],
})

test('what has not begun is one segment, without phases that no step belongs to', () => {
  const words = phaseSegments(run, Date.parse(at) + 12_000).map((segment) => segment.words)
  expect(words).toEqual(['detect 31 s', 'decide', 'fence 12 s', 'promote · verify'])
})

test('the bar is at least full, and every phase keeps room for its word', () => {
  const shares = phaseSegments(run, null).map((segment) => segment.share)
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeGreaterThanOrEqual(100)
  for (const share of shares) expect(share).toBeGreaterThanOrEqual(8)
})

test('past the objective the bar grows with the time that was spent', () => {
  const late = phaseSegments(run, Date.parse(at) + 900_000)
  expect(late.find((segment) => segment.key === 'fence')?.share).toBeGreaterThan(90)
})
