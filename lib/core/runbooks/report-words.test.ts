import { expect, test } from 'vitest'
import { makeRunReport } from '@/lib/testing/report-factory'
import { outcomeWords, rpoVerdict, rtoVerdict, takenWords } from './report-words'

const report = makeRunReport()

test('times are told to the tenth of a second while they are short', () => {
  expect([0, 4_240, 58_000, 303_000, 3_723_000].map(takenWords)).toEqual([
    '0.0 s',
    '4.2 s',
    '58.0 s',
    '5 min 03 s',
    '1 h 02 min 03 s',
  ])
})

test('a recovery that was not verified is never told as a time', () => {
  expect(rtoVerdict({ ...report, restoredAt: null })).toContain('not verified')
  expect(rtoVerdict(report)).toBe('Service was back after 58.0 s; the objective is 5 min: met.')
})

test('a bound is told as one', () => {
  const bound = { transactions: null, ageSeconds: 43, isAtMost: true, reason: 'seen to follow' }
  const words = rpoVerdict({ ...report, rpo: { objectiveSeconds: 0, recoveryPoint: bound, met: null } })
  expect(words).toContain('At most 43 s of writes lost (seen to follow)')
  expect(words).toContain('not known whether met')
})

test('a loss that nobody can know is told as unknown, not as none', () => {
  const unknown = {
    transactions: null,
    ageSeconds: null,
    isAtMost: false,
    reason: 'the primary does not answer',
  }
  const words = rpoVerdict({ ...report, rpo: { objectiveSeconds: 0, recoveryPoint: unknown, met: null } })
  expect(words).toContain('Unknown lost')
  expect(words).toContain('not known whether met')
})

test('a rehearsal has no time and claims no execution', () => {
  const rehearsal = makeRunReport({ run: { ...report.run, mode: 'rehearsal' } })
  expect(rtoVerdict(rehearsal)).toContain('nothing was executed')
  expect(outcomeWords(rehearsal)).toBe('Rehearsed to the end: every step would work.')
})

test('a run that was aborted before anything ran says that nothing was done, and claims no loss', () => {
  const run = { ...report.run, status: 'aborted' as const, stoppedBecause: 'a false alarm' }
  const aborted = { ...report, run, rpo: { objectiveSeconds: 0, recoveryPoint: null, met: null } }
  expect(outcomeWords(aborted)).toBe('Aborted: a false alarm. Nothing was done.')
  expect(rpoVerdict(aborted)).toContain('Nothing was done, so this run has lost nothing')
})

test('a rehearsal loses nothing: it tells what would be lost', () => {
  expect(rpoVerdict({ ...report, run: { ...report.run, mode: 'rehearsal' } })).toContain(
    '0 transactions would be lost',
  )
})

test('a report of a run that goes on says that it is not the last word', () => {
  expect(outcomeWords({ ...report, isFinal: false })).toContain('not the last word')
})

test('the headline says that an objective was missed', () => {
  expect(outcomeWords(report)).toBe('Succeeded and verified, within the objective.')
  const late = { ...report, rto: { ...report.rto, met: false } }
  expect(outcomeWords(late)).toBe('Succeeded and verified, after the objective.')
  expect(outcomeWords({ ...report, rto: { ...report.rto, met: null } })).toBe('Succeeded, and verified.')
})
