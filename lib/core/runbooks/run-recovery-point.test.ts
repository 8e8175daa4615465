import { expect, test } from 'vitest'
import { makeRun, makeStep } from '@/lib/testing/journal-factory'
import type { RecoveryPoint } from './action-definition'
import { recoveryPointOf } from './run-recovery-point'

const restored: RecoveryPoint = { transactions: null, ageSeconds: 1.7, reason: 'up to the last binary log' }
const counted: RecoveryPoint = { transactions: 58, ageSeconds: null, reason: 'its log has 58 more' }
const unasked: RecoveryPoint = { transactions: null, ageSeconds: null, reason: 'it cannot be asked' }
const nothing: RecoveryPoint = { transactions: 0, ageSeconds: 0, reason: 'it had received all' }

const describing = (point: RecoveryPoint) => ({
  description: { summary: '', commands: [], facts: [], recoveryPoint: point, describedAtMs: 1 },
})
const lossOf = (...points: readonly RecoveryPoint[]) =>
  recoveryPointOf(makeRun(points.map((point, index) => makeStep(`step-${index}`, describing(point)))))

test('a step that counts transactions does not make forgotten how old the restored data is', () => {
  expect(lossOf(restored, counted)).toEqual({
    transactions: 58,
    ageSeconds: 1.7,
    reason: 'up to the last binary log; its log has 58 more',
  })
})

test('what a later step cannot know stays as an earlier one said it, and is not called unknown besides', () => {
  expect(lossOf(restored, unasked)).toEqual(restored)
})

test('a run that was aborted before its step began has lost nothing', () => {
  const promote = makeStep('promote', { ...describing(counted), status: 'ready' })
  expect(recoveryPointOf(makeRun([promote]))).toEqual(counted)
  expect(recoveryPointOf(makeRun([promote], { status: 'aborted', endedAtMs: 9 }))).toBe(null)
  const begun = { ...promote, status: 'failed' as const, startedAtMs: 8 }
  expect(recoveryPointOf(makeRun([begun], { status: 'aborted', endedAtMs: 9 }))).toEqual(counted)
  expect(recoveryPointOf(makeRun([promote], { mode: 'rehearsal', endedAtMs: 9 }))).toEqual(counted)
})

test('a bound that a later step gives does not replace the age that an earlier one measured', () => {
  const bound: RecoveryPoint = {
    transactions: null,
    ageSeconds: 43,
    isAtMost: true,
    reason: 'seen to follow',
  }
  expect(lossOf(restored, bound)).toMatchObject({ ageSeconds: 1.7 })
  expect(lossOf(restored, bound)?.isAtMost).toBeUndefined()
  expect(lossOf(unasked, bound)).toEqual(bound)
})

test('a later step that knows all has the last word', () => {
  expect(lossOf(restored, nothing)).toEqual(nothing)
})

test('that nothing would be lost is not put together with a later word that counts losses', () => {
  expect(lossOf(nothing, counted)).toEqual(counted)
})

test('what doing it told replaces what was said before it', () => {
  const older = { ...restored, ageSeconds: 3_600 }
  const result = { changed: true, summary: '', evidence: [], checks: [], recoveryPoint: older }
  const step = makeStep('restore', { ...describing(restored), result })
  expect(recoveryPointOf(makeRun([step]))).toEqual(older)
})

test('a step that was skipped says nothing', () => {
  expect(
    recoveryPointOf(makeRun([makeStep('restore', { ...describing(restored), status: 'skipped' })])),
  ).toBe(null)
})
