import { describe, expect, test } from 'vitest'
import { makeRun, makeStep } from '@/lib/testing/journal-factory'
import type { RunRecord, StepRecord } from './journal'
import { waysBack } from './ways-back'

const result = { changed: true, summary: 'done', evidence: [], checks: [] }
const done = { status: 'succeeded', startedAtMs: 1_000, endedAtMs: 2_000, result } as const
const action = { kind: 'action', action: 'x' }

const fence = (parts: Partial<StepRecord> = {}) =>
  makeStep('fence', { block: { ...action, wayBack: 'reopen' }, undoable: 'always', ...parts })
const promote = (parts: Partial<StepRecord> = {}) =>
  makeStep('promote', { block: { ...action, wayBack: 'rejoin' }, undoable: 'when-failed', ...parts })
const tell = makeStep('tell', { block: { kind: 'notify', channels: ['slack'], message: 'x' }, ...done })

function ways(steps: readonly StepRecord[], parts: Partial<RunRecord> = {}): readonly string[] {
  const run = makeRun(steps, { status: 'aborted', ...parts })
  return waysBack({ ...run, runbook: { ...run.runbook, wayBack: 'rejoin' } })
}

describe('the ways back of a failover', () => {
  test('where nothing was done there is nothing to lead back from', () => {
    expect(ways([tell, fence({ status: 'awaiting-approval' }), promote()])).toEqual([])
    expect(ways([fence({ ...done, result: { ...result, changed: false } })])).toEqual([])
  })

  test('fenced and nobody promoted, the fence is taken back; there is nobody to rejoin', () => {
    expect(ways([tell, fence(done), promote({ status: 'ready' })])).toEqual(['reopen'])
  })

  test('once another was promoted the fenced one can only rejoin', () => {
    expect(ways([fence(done), promote(done)])).toEqual(['rejoin'])
  })

  test('with a promotion that failed or was cut off nobody knows, and both are named', () => {
    const cut = promote({ status: 'failed', startedAtMs: 3_000 })
    expect(ways([fence(done), cut])).toEqual(['rejoin', 'reopen'])
    expect(ways([fence(done), { ...cut, status: 'skipped' }])).toEqual(['rejoin', 'reopen'])
  })

  test('what was taken back within the run asks for no way back', () => {
    expect(ways([fence({ ...done, status: 'undone' }), promote()])).toEqual([])
  })
})

test('a step that names none is led back from as its runbook says, and each way is named once', () => {
  const plain = makeStep('point', { block: action, ...done })
  expect(ways([plain, { ...plain, key: 'again' }])).toEqual(['rejoin'])
})

test('a step that names another step of its run is led back from as its runbook says', () => {
  const plain = makeStep('point', { block: { ...action, wayBack: 'mend' }, ...done })
  expect(ways([plain, makeStep('mend')])).toEqual(['rejoin'])
})

test('a rehearsal did nothing', () => {
  expect(ways([fence(done)], { mode: 'rehearsal' })).toEqual([])
})
