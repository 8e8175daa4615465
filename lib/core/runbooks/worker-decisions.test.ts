import { expect, test } from 'vitest'
import { makeRun, makeStep } from '@/lib/testing/journal-factory'
import type { PreflightCheck } from './action-definition'
import {
  afterApprovalTime,
  afterPreparing,
  BLOCKED_GRACE_MS,
  stepFailed,
  stepSucceeded,
  whyNot,
} from './worker-decisions'

const action = { kind: 'action', action: 'promote', confirm: 'web' }
const check = (outcome: PreflightCheck['outcome']): PreflightCheck => ({
  key: 'lag',
  title: 'it has caught up',
  outcome,
  reason: outcome,
  evidence: [],
})

test.each([
  ['passed', null],
  ['warning', null],
  ['failed', '“it has caught up” does not hold: failed'],
  ['unknown', '“it has caught up” could not be looked at: unknown'],
] as const)('a check that is %s lets pass: %s', (outcome, why) => {
  expect(whyNot([check(outcome)])).toBe(why)
})

test('a step that waits is blocked at once, and the run stops when that lasts', () => {
  const step = makeStep('promote', { block: action, status: 'awaiting-approval', approvalEndsAtMs: 9_000 })
  const failed = { description: null, preflight: [check('failed')] }
  const first = afterPreparing(makeRun([step]), step, failed, 2_000)
  expect(first).toMatchObject({
    steps: [
      { from: 'awaiting-approval', to: 'blocked', set: { blockedAtMs: 2_000, approvalEndsAtMs: null } },
    ],
  })
  expect(first.run).toBeUndefined()
  const blocked = makeStep('promote', { block: action, status: 'blocked', blockedAtMs: 2_000, reason: 'x' })
  const later = afterPreparing(makeRun([blocked]), blocked, failed, 2_000 + BLOCKED_GRACE_MS)
  expect(later.run).toEqual({
    status: 'stopped',
    stoppedBecause: 'Step 1 promote: “it has caught up” does not hold: failed',
  })
})

test('a blocked step whose preconditions hold waits for a person, and the stopped run goes on', () => {
  const step = makeStep('promote', { block: action, status: 'blocked', blockedAtMs: 1, reason: 'x' })
  const run = makeRun([step], { status: 'stopped' })
  const passed = { description: null, preflight: [check('passed')] }
  expect(afterPreparing(run, step, passed, 2_000)).toMatchObject({
    steps: [{ to: 'ready', set: { reason: null, blockedAtMs: null } }],
    run: { status: 'running', stoppedBecause: null },
  })
})

test('approvals that nobody gave in time have to be asked for again', () => {
  const step = makeStep('promote', { block: action, status: 'awaiting-approval', approvalEndsAtMs: 9_000 })
  const run = makeRun([step])
  expect(afterApprovalTime(run, step, 8_999)).toBeNull()
  expect(afterApprovalTime(run, step, 9_000)?.steps).toMatchObject([{ to: 'ready' }])
})

test('a failed step stops a run, not a rehearsal; people who were not told stop nothing', () => {
  const step = makeStep('promote', { block: action, status: 'running' })
  const next = makeStep('next')
  expect(stepFailed(makeRun([step, next]), step, { why: 'no' }, 5)).toMatchObject({
    steps: [{ to: 'failed' }],
    run: { status: 'stopped' },
  })
  expect(stepFailed(makeRun([step, next], { mode: 'rehearsal' }), step, { why: 'no' }, 5)).toMatchObject({
    steps: [{ to: 'failed' }, { key: 'next', to: 'queued' }],
  })
  const tell = makeStep('tell', {
    block: { kind: 'notify', channels: ['slack'], message: 'x' },
    status: 'running',
  })
  expect(stepFailed(makeRun([tell, next]), tell, { why: 'no' }, 5)).toMatchObject({
    steps: [{ to: 'skipped' }, { key: 'next', to: 'ready' }],
  })
})

test('the time line says once why a run stopped, whether its step failed or may not begin', () => {
  const failing = makeStep('promote', { block: action, status: 'running' })
  const failed = stepFailed(makeRun([failing]), failing, { why: 'no' }, 5)
  expect(failed.entries.map(({ kind }) => kind)).toEqual(['step-failed', 'run-stopped'])
  expect(failed.entries.filter(({ text }) => /\bno\b/.test(text))).toHaveLength(1)
  const blocked = makeStep('promote', { block: action, status: 'blocked', blockedAtMs: 0, reason: 'other' })
  const check = { key: 'up', title: 'it is up', outcome: 'failed', reason: 'it hangs', evidence: [] } as const
  const prepared = { description: null, preflight: [check] }
  const { entries } = afterPreparing(makeRun([blocked]), blocked, prepared, BLOCKED_GRACE_MS)
  expect(entries.map(({ kind }) => kind)).toEqual(['step-blocked', 'run-stopped'])
  expect(entries.filter(({ text }) => text.includes('it hangs'))).toHaveLength(1)
})

test('steps that a decision or a parameter leaves out are skipped, and the last one ends the run', () => {
  const step = makeStep('promote', { block: action, status: 'running' })
  const other = makeStep('other', { block: { when: { how: 'slow' } } })
  const run = makeRun([step, other], { parameters: { how: 'fast' } })
  const result = { changed: true, summary: 'done', evidence: [], checks: [] }
  expect(stepSucceeded(run, step, result, 5)).toMatchObject({
    steps: [
      { key: 'promote', to: 'succeeded' },
      { key: 'other', to: 'skipped', set: { reason: 'Left out: how is fast, not slow' } },
    ],
    run: { status: 'succeeded', endedAtMs: 5 },
  })
})
