import { expect, test } from 'vitest'
import { stepStatusWord } from '@/lib/core/runbooks/step-status-words'
import { makeRunStep } from '@/lib/testing/run-factory'
import { stepKicker, stepLine } from './step-words'

const live = { mode: 'live', status: 'running' } as const
const approvals = { role: 'commander', needed: 1, expiresAt: null, given: [] }

test('a step that destroys something says so above its title', () => {
  expect(stepKicker(makeRunStep('fence', { number: 3, isDestructive: true }), 6)).toBe(
    'Step 3 of 6 · action · destructive',
  )
})

test('a waiting step tells whose approval it will need', () => {
  expect(stepLine(makeRunStep('fence', { approvals }), live)).toBe('action · approval by a commander')
  expect(
    stepLine(makeRunStep('fence', { approvals: { ...approvals, role: 'admin', needed: 1 } }), live),
  ).toBe('action · approval by an admin')
})

test('one approval of two is told as one of two', () => {
  const two = {
    ...approvals,
    needed: 2,
    given: [{ by: 'a@b.c', at: '2026-11-25T17:31:00.000Z', breakGlassReason: null }],
  }
  expect(stepLine(makeRunStep('fence', { status: 'awaiting-approval', approvals: two }), live)).toBe(
    'action · 1 of 2 approvals',
  )
})

test('a skipped step keeps its reason in sight', () => {
  expect(stepLine(makeRunStep('tell', { status: 'skipped', reason: 'they are on the call' }), live)).toBe(
    'skipped: they are on the call',
  )
})

test('what was only rehearsed is never called done', () => {
  const step = makeRunStep('fence', { status: 'succeeded' })
  expect(stepStatusWord(step, { mode: 'rehearsal', status: 'running' })).toBe('Rehearsed')
  expect(stepStatusWord(step, { mode: 'drill', status: 'running' })).toBe('Done')
})

test('what could not be read back as meant is never called done without a word', () => {
  const check = {
    key: 'slack',
    title: 'Slack took the message',
    reason: 'it was not delivered',
    evidence: [],
  }
  const told = (outcome: 'passed' | 'warning') =>
    makeRunStep('tell', {
      status: 'succeeded',
      result: {
        summary: '0 of 1',
        changed: false,
        actedAt: null,
        evidence: [],
        checks: [{ ...check, outcome }],
      },
    })
  expect(stepStatusWord(told('warning'), live)).toBe('Done, with a warning')
  expect(stepStatusWord(told('passed'), live)).toBe('Done')
})

test('in a run that has ended no step waits any more', () => {
  const aborted = { mode: 'live', status: 'aborted' } as const
  const step = makeRunStep('fence', { status: 'awaiting-approval', approvals })
  expect(stepStatusWord(step, aborted)).toBe('Not done')
  expect(stepLine(step, aborted)).toBe('action · not done')
  expect(stepStatusWord({ ...step, status: 'succeeded' }, aborted)).toBe('Done')
})
