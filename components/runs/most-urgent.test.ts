import { expect, test } from 'vitest'
import { makeRunSummary } from '@/lib/testing/run-factory'
import { mostUrgent } from './most-urgent'

test('a rehearsal never hides an incident, and what waits for a decision comes first', () => {
  const runs = [
    makeRunSummary({ number: 1, mode: 'rehearsal', status: 'stopped' }),
    makeRunSummary({ number: 2, mode: 'live' }),
    makeRunSummary({ number: 3, mode: 'live', status: 'stopped' }),
    makeRunSummary({ number: 4, mode: 'drill' }),
  ]
  expect(mostUrgent(runs).map((run) => run.number)).toEqual([3, 2, 4, 1])
})
