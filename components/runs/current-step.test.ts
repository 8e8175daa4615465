import { expect, test } from 'vitest'
import { makeRun, makeRunStep } from '@/lib/testing/run-factory'
import { currentStep, shownStep } from './current-step'

const steps = [
  makeRunStep('confirm', { number: 1, status: 'succeeded' }),
  makeRunStep('fence', { number: 2, status: 'awaiting-approval' }),
  makeRunStep('promote', { number: 3 }),
]

test('the page shows the current step unless the address names another', () => {
  const run = makeRun({ steps })
  expect(shownStep(run, null)?.key).toBe('fence')
  expect(shownStep(run, 'confirm')?.key).toBe('confirm')
})

test('an address that names no step of this run leads to the current one', () => {
  expect(shownStep(makeRun({ steps }), 'no-such-step')?.key).toBe('fence')
})

test('a run that has ended is at no step, and shows what happened last', () => {
  const run = makeRun({ status: 'aborted', steps })
  expect(currentStep(run)).toBeUndefined()
  expect(shownStep(run, null)?.key).toBe('fence')
})
