import { expect, test } from 'vitest'
import { makeRun, makeRunStep } from '@/lib/testing/run-factory'
import { type DrillFacts, drillResult } from './drill-result'

const write = (reference: string, sentAtMs: number, acknowledgedAtMs: number) => ({
  reference,
  sentAtMs,
  acknowledgedAtMs,
})

/** Customers wrote until 1,100; the fault was asked for at 1,000 and all of it in force at 1,300. */
function facts(part: Partial<DrillFacts> = {}): DrillFacts {
  return {
    runbook: 'datacentre-failure',
    fault: 'no-replica',
    faultAtMs: 1_000,
    brokenAtMs: 1_300,
    detectedAtMs: 3_000,
    run: runWith(3, 0.5),
    pressedAtMs: new Map(),
    serviceBackAt: 'reroute-application',
    acknowledged: [
      write('a', 600, 650),
      write('b', 800, 850),
      write('c', 1_050, 1_100),
      write('d', 8_000, 9_000),
    ],
    found: new Set(['a', 'd']),
    maxWritablePrimaries: 1,
    ...part,
  }
}

function lossOf(transactions: number | null, ageSeconds: number | null) {
  return { transactions, ageSeconds, isAtMost: false, reason: '', objectiveSeconds: 60 }
}

function runWith(...loss: Parameters<typeof lossOf>) {
  const back = { status: 'succeeded', endedAt: new Date(9_000).toISOString() } as const
  return makeRun({
    ...{ status: 'succeeded', rpo: lossOf(...loss) },
    steps: [makeRunStep('reroute-application', back)],
  })
}

const withLoss = (...loss: Parameters<typeof lossOf>) => drillResult(facts({ run: runWith(...loss) }))

test('writes are there again with the first that was sent when all was broken, counted from the fault', () => {
  expect(drillResult(facts()).writesAgainAfterMs).toBe(8_000)
})

test('the longest gap is what customers felt', () => {
  expect(drillResult(facts()).longestGapMs).toBe(7_900)
})

test('the measured loss goes from the first lost write to the last before the outage', () => {
  expect(drillResult(facts())).toMatchObject({ lostWrites: 2, rpoMeasuredSeconds: 0.25, verified: true })
})

test.each([
  ['more was lost than the stated transactions', 1, 0.5],
  ['more was lost than the stated seconds', 3, 0.1],
  ['nobody said that anything is lost', null, null],
])('a drill is not verified when %s', (_, transactions, ageSeconds) => {
  expect(withLoss(transactions, ageSeconds)).toMatchObject({ isLossAsStated: false, verified: false })
})

test('either statement is enough where the other cannot be known', () => {
  expect(withLoss(null, 0.5).verified).toBe(true)
  expect(withLoss(2, null).verified).toBe(true)
})

const written = facts().acknowledged

test.each([
  ['nobody wrote before it broke', { acknowledged: written.slice(2) }, /no write was confirmed before/],
  ['nobody wrote after it broke', { acknowledged: written.slice(0, 3) }, /no write that was sent after/],
  ['nobody wrote at all', { acknowledged: [], found: new Set<string>() }, /no write was confirmed before/],
  ['the step that brings the service back did not succeed', { serviceBackAt: 'x' }, /step x did not/],
  ['no server was seen to take writes', { maxWritablePrimaries: 0 }, /no server was ever seen/],
])('a drill is not verified when %s', (_, part, why) => {
  const result = drillResult(facts(part))
  expect(result.verified).toBe(false)
  expect(result.unproved.join()).toMatch(why)
})

test('without a database to ask, nothing is said to be kept or lost', () => {
  const result = drillResult(facts({ found: null }))
  expect(result).toMatchObject({ lostWrites: null, rpoMeasuredSeconds: null, verified: false })
})
