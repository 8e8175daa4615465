import { expect, test } from 'vitest'
import { makeRunSummary } from '@/lib/testing/run-factory'
import { filterRuns } from './filter-runs'

const runs = [
  makeRunSummary({ number: 1, mode: 'live', status: 'succeeded' }),
  makeRunSummary({ number: 2, mode: 'drill', status: 'succeeded', runbookId: 'ddos-attack' }),
  makeRunSummary({ number: 3, mode: 'drill', status: 'aborted' }),
]
const any = { runbook: null, mode: null, status: null }
const numbers = (filter: Parameters<typeof filterRuns>[1]) =>
  filterRuns(runs, filter).map((run) => run.number)

test('a filter that asks for nothing hides nothing', () => {
  expect(numbers(any)).toEqual([1, 2, 3])
})

test('each part of the filter narrows what the others left', () => {
  expect(numbers({ ...any, mode: 'drill' })).toEqual([2, 3])
  expect(numbers({ ...any, mode: 'drill', status: 'aborted' })).toEqual([3])
  expect(numbers({ ...any, mode: 'drill', runbook: 'ddos-attack' })).toEqual([2])
})
