import { expect, test } from 'vitest'
import { makeRunbookSummary, makeRunSummary } from '@/lib/testing/run-factory'
import { attentionOf, inOrderOfAttention } from './catalogue-order'

const nothingDown = () => false
const unchecked = { status: 'unknown', evaluatedAt: null, reasons: [] } as const
const broken = {
  status: 'not-executable',
  evaluatedAt: '2026-11-25T17:30:00.000Z',
  reasons: ['no SSH'],
} as const
const drilled = makeRunSummary({ status: 'succeeded' })

test('what runs comes first, then what a red node calls for, then what would not work', () => {
  const runbooks = [
    makeRunbookSummary('fine', { lastDrill: drilled }),
    makeRunbookSummary('broken', { executable: { ...broken, reasons: [...broken.reasons] }, targets: ['a'] }),
    makeRunbookSummary('needed', { targets: ['red'] }),
    makeRunbookSummary('runs', { activeRun: makeRunSummary(), targets: ['a'] }),
  ]
  const order = inOrderOfAttention(runbooks, (slug) => slug === 'red').map((runbook) => runbook.id)
  expect(order).toEqual(['runs', 'needed', 'broken', 'fine'])
})

test('what nobody has checked is not called fine', () => {
  expect(
    attentionOf(makeRunbookSummary('a', { executable: { ...unchecked, reasons: [] } }), nothingDown),
  ).toBe('unknown')
  expect(attentionOf(makeRunbookSummary('a'), nothingDown)).toBe('never-drilled')
})

test('a drill that was aborted or too slow is a runbook that needs work', () => {
  const aborted = makeRunSummary({ status: 'aborted' })
  const slow = makeRunSummary({ status: 'succeeded', rto: { ...drilled.rto, met: false } })
  for (const lastDrill of [aborted, slow]) {
    expect(attentionOf(makeRunbookSummary('a', { lastDrill }), nothingDown)).toBe('drill-failed')
  }
})

test('equal needs are ordered by severity, then by title', () => {
  const runbooks = [
    makeRunbookSummary('b', { title: 'B', severity: 'low', lastDrill: drilled }),
    makeRunbookSummary('c', { title: 'C', severity: 'critical', lastDrill: drilled }),
    makeRunbookSummary('a', { title: 'A', severity: 'critical', lastDrill: drilled }),
  ]
  expect(inOrderOfAttention(runbooks, nothingDown).map((runbook) => runbook.id)).toEqual(['a', 'c', 'b'])
})
