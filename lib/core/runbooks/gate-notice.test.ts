import { expect, test } from 'vitest'
import { makeRun, makeStep } from '@/lib/testing/journal-factory'
import { gateNotices } from './gate-notice'
import type { RunRecord } from './journal'

const tell = makeStep('tell', {
  ...{ status: 'succeeded', block: { kind: 'notify', channels: ['slack', 'email'], message: 'x' } },
})
const gateNotice = (run: RunRecord) => gateNotices(run)[0] ?? null
const fence = makeStep('fence', {
  ...{ status: 'awaiting-approval', requestedBy: 'ada@test.example', approvalEndsAtMs: 60_000 },
  block: { kind: 'action', action: 'x', approvals: { role: 'commander' } },
})

test('who must approve is told by the channels of the runbook, and who asked until when', () => {
  expect(gateNotice(makeRun([tell, fence]))).toMatchObject({
    channels: ['slack', 'email'],
    message:
      'Run 1, step 2 fence: ada@test.example asks for it; the approval of a commander other than them is needed until 00:01:00 UTC.',
  })
})

test('a gate is told once, and asked for again it is told again', () => {
  const key = gateNotice(makeRun([tell, fence]))?.key
  expect(gateNotice(makeRun([tell, { ...fence, preflightAtMs: 5 }]))?.key).toBe(key)
  expect(gateNotice(makeRun([tell, { ...fence, approvalEndsAtMs: 120_000 }]))?.key).not.toBe(key)
})

test('a stopped run and a decision are gates too', () => {
  const stopped = { status: 'stopped', stoppedBecause: 'Step 2 fence: no way is open' } as const
  const failed = { ...fence, status: 'failed' as const }
  expect(gateNotice(makeRun([tell, failed], stopped))?.message).toContain(
    'a person must decide. Step 2 fence',
  )
  const options = ['go', 'wait'].map((value) => ({ value, title: value, consequence: value }))
  const decide = makeStep('decide', { status: 'ready', block: { kind: 'decision', options } })
  expect(gateNotice(makeRun([tell, decide]))?.message).toContain('waits for the decision of a commander')
})

test('nobody is woken by a rehearsal, a paused run, a step under way, or one that whoever is there begins', () => {
  expect(gateNotice(makeRun([tell, fence], { mode: 'rehearsal' }))).toBe(null)
  expect(gateNotice(makeRun([tell, fence], { status: 'paused' }))).toBe(null)
  for (const status of ['running', 'ready', 'queued'] as const) {
    expect(gateNotice(makeRun([tell, { ...fence, status }]))).toBe(null)
  }
  expect(gateNotice(makeRun([fence]))).toBe(null)
})

test('people are told that a run has begun where it acts before it says so itself', () => {
  const running = { ...fence, status: 'running' as const }
  const late = makeRun([running, { ...tell, status: 'pending' }])
  expect(gateNotices(late).map(({ message }) => message)).toEqual(['Run 1 begun by ada@test.example: to see'])
  expect(gateNotices(makeRun([tell, running]))).toEqual([])
})
