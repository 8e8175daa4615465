import { expect, test } from 'vitest'
import { makeRunSummary } from '@/lib/testing/run-factory'
import { resultWords } from './run-result'

const { rto } = makeRunSummary()

test('a result is told with its time and whether the objective was met', () => {
  const words = (met: boolean | null) =>
    resultWords(makeRunSummary({ status: 'succeeded', rto: { ...rto, met } }))
  expect(words(true)).toBe('Succeeded in 01:12, objective met')
  expect(words(false)).toBe('Succeeded in 01:12, objective missed')
  expect(words(null)).toBe('Succeeded in 01:12')
})

test('a rehearsal is never said to have succeeded in a time', () => {
  expect(resultWords(makeRunSummary({ status: 'succeeded', mode: 'rehearsal' }))).toBe('Rehearsed to the end')
})
