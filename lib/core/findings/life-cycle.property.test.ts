import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type FindingCommand,
  type FindingSight,
  type FindingState,
  LONGEST_WAIVER_MS,
  stepOnCommand,
  stepOnSight,
} from './life-cycle'

const startMs = Date.parse('2026-11-25T12:00:00Z')
const DAY_MS = 86_400_000

type Move = { readonly afterMs: number } & (
  | { readonly sight: FindingSight }
  | { readonly command: FindingCommand }
)

const words = fc.constantFrom('', ' ', 'anna', 'accepted until the move')
const command: fc.Arbitrary<FindingCommand> = fc.oneof(
  fc.record({ type: fc.constant('acknowledge' as const), by: fc.constant('anna') }),
  fc.record({
    type: fc.constant('waive' as const),
    waiver: fc.record({
      untilMs: fc.integer({ min: startMs - DAY_MS, max: startMs + 800 * DAY_MS }),
      owner: words,
      reason: words,
    }),
  }),
  fc.constant({ type: 'reopen' as const }),
)
const move: fc.Arbitrary<Move> = fc.oneof(
  fc.record({
    afterMs: fc.nat(30 * DAY_MS),
    sight: fc.constantFrom<FindingSight[]>('found', 'gone', 'unknown'),
  }),
  fc.record({ afterMs: fc.nat(30 * DAY_MS), command }),
)

interface Passed {
  readonly before: FindingState | undefined
  readonly move: Move
  readonly after: FindingState | undefined
  readonly event: string | null
  readonly nowMs: number
}

function play(moves: readonly Move[]): readonly Passed[] {
  let state: FindingState | undefined
  let nowMs = startMs
  return moves.map((each) => {
    nowMs += each.afterMs
    const before = state
    let event: string | null = null
    if ('sight' in each) {
      const step = stepOnSight(state, each.sight, nowMs)
      state = step?.state
      event = step?.event ?? null
    } else if (state !== undefined) {
      const step = stepOnCommand(state, each.command, nowMs)
      if (!('refused' in step)) {
        state = step.state
        event = step.event
      }
    }
    return { before, move: each, after: state, event, nowMs }
  })
}

const checkAll = (check: (passed: Passed) => void) =>
  fc.assert(
    fc.property(fc.array(move, { maxLength: 30 }), (moves) => play(moves).forEach(check)),
    { numRuns: 500 },
  )

test('what is found is never shown as resolved, and what is gone never as anything else', () => {
  checkAll(({ move: each, after }) => {
    if (!('sight' in each)) return
    if (each.sight === 'found') expect(after?.status).not.toBe('resolved')
    if (each.sight === 'gone' && after !== undefined) expect(after.status).toBe('resolved')
  })
})

test('without the facts to judge it, nothing is resolved and nothing opened', () => {
  checkAll(({ before, move: each, after }) => {
    if ('sight' in each && each.sight === 'unknown' && before?.status !== 'waived')
      expect(after).toEqual(before)
  })
})

test('nothing is waived without an owner, a reason and an end within a year', () => {
  checkAll(({ move: each, after, nowMs }) => {
    if (after?.status !== 'waived') return
    expect(after.waiver.owner.trim()).not.toBe('')
    expect(after.waiver.reason.trim()).not.toBe('')
    if ('command' in each && each.command.type === 'waive' && after.waiver === each.command.waiver) {
      expect(after.waiver.untilMs).toBeGreaterThan(nowMs)
      expect(after.waiver.untilMs - nowMs).toBeLessThanOrEqual(LONGEST_WAIVER_MS)
    }
  })
})

test('a waiver does not outlive its end: the next sight opens the finding again', () => {
  checkAll(({ before, move: each, after, event, nowMs }) => {
    if (before?.status !== 'waived' || before.waiver.untilMs > nowMs || !('sight' in each)) return
    expect(after?.status).not.toBe('waived')
    if (each.sight === 'found') expect(event).toBe('waiver-ended')
  })
})

test('the history tells every change of the status, and nothing else', () => {
  checkAll(({ before, after, event }) => {
    if (before?.status !== after?.status) expect(event).not.toBeNull()
    if (event === null) expect(after).toEqual(before)
  })
})
