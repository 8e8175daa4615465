import { expect, test } from 'vitest'
import { makeRun, makeStep } from '@/lib/testing/journal-factory'
import type { RunRecord, RunTransition, StepRecord } from './journal'
import { abortRun } from './run-commands'
import { approveStep, retryStep, skipStep } from './step-commands'
import { currentStep, withChanges } from './step-order'
import { undoFailed, undoStep, undoSucceeded } from './undo-step'
import { afterApprovalTime } from './worker-decisions'

const ada = { person: 'ada', role: 'commander' } as const
const bob = { person: 'bob', role: 'commander' } as const
const read = { changed: true, summary: 'the level is low again', evidence: [] }
const done = { changed: true, summary: 'done', evidence: [], checks: [] }

function stepOf(parts: Partial<StepRecord> = {}, block: object = {}): StepRecord {
  return makeStep('act', {
    block: { kind: 'action', action: 'x', ...block },
    undoable: 'always',
    status: 'succeeded',
    requestedBy: 'ada',
    attempts: 1,
    startedAtMs: 1_000,
    endedAtMs: 2_000,
    result: done,
    ...parts,
  })
}

function after(run: RunRecord, transition: RunTransition): RunRecord {
  return { ...withChanges(run, transition.steps), ...transition.run }
}

function ask(run: RunRecord, caller: typeof ada | typeof bob = ada) {
  return undoStep(
    { run, key: 'act', caller, nowMs: 5_000 },
    { reason: 'it made it worse', confirmation: 'web' },
  )
}

const first = ({ steps }: RunRecord): StepRecord => {
  const [step] = steps
  if (!step) throw new Error('no step')
  return step
}

test('a step that is taken back is its turn again, and nothing begins by itself', () => {
  const next = makeStep('next', { block: { kind: 'check', check: 'x', automatic: true }, status: 'ready' })
  const asked = after(makeRun([stepOf(), next]), ask(makeRun([stepOf(), next])))
  expect(first(asked)).toMatchObject({ status: 'queued', undo: { requestedBy: 'ada', from: 'succeeded' } })
  const run = after(asked, undoSucceeded(asked, { ...first(asked), status: 'running' }, read, 6_000))
  expect(run.status).toBe('running')
  expect(currentStep(run)).toMatchObject({
    key: 'act',
    status: 'undone',
    undo: { endedAtMs: 6_000, result: read },
  })
  const command = { run, key: 'act', caller: ada, nowMs: 7_000 }
  expect(skipStep(command, 'not needed').steps).toMatchObject([{ key: 'act', to: 'skipped' }])
  expect(retryStep(command, undefined).steps).toMatchObject([{ key: 'act', to: 'queued' }])
})

test('when it was done and what came of it stay as they were', () => {
  const run = makeRun([stepOf()])
  const undone = undoSucceeded(run, first(after(run, ask(run))), read, 6_000)
  expect(first(after(after(run, ask(run)), undone))).toMatchObject({
    startedAtMs: 1_000,
    endedAtMs: 2_000,
    requestedBy: 'ada',
    result: done,
  })
})

test('what needed two people to be done needs two to be taken back, whoever asked for the doing', () => {
  const approvals = { role: 'commander', count: 1, timeoutMinutes: 5 }
  const run = makeRun([stepOf({}, { approvals, confirm: 'web' })])
  const asked = after(run, ask(run, bob))
  expect(first(asked).status).toBe('awaiting-approval')
  expect(() => approveStep({ run: asked, key: 'act', caller: bob, nowMs: 6_000 }, undefined)).toThrow(
    'You asked',
  )
  const approved = approveStep({ run: asked, key: 'act', caller: ada, nowMs: 6_000 }, undefined)
  expect(approved.steps).toMatchObject([{ to: 'queued' }])
})

test('without the name typed nothing is taken back', () => {
  const run = makeRun([stepOf({}, { confirm: 'web' })])
  const command = { run, key: 'act', caller: ada, nowMs: 5_000 }
  expect(() => undoStep(command, { reason: 'why' })).toThrow('Type web to confirm')
})

test('approvals that nobody gave in time leave it as it stood', () => {
  const approvals = { role: 'commander', count: 1, timeoutMinutes: 5 }
  const run = makeRun([stepOf({}, { approvals })])
  const asked = after(run, ask(run))
  const late = afterApprovalTime(asked, first(asked), 5_000 + 5 * 60_000)
  expect(late?.steps).toMatchObject([{ to: 'succeeded', set: { undo: null } }])
})

test('what could not be taken back stands as it stood, and stops the run', () => {
  const run = makeRun([stepOf()])
  const asked = after(run, ask(run))
  const failed = after(
    asked,
    undoFailed(asked, { ...first(asked), status: 'running' }, 'it is silent', 6_000),
  )
  expect(failed).toMatchObject({ status: 'stopped', stoppedBecause: expect.stringContaining('it is silent') })
  expect(first(failed)).toMatchObject({ status: 'succeeded', undo: { endedAtMs: 6_000, result: null } })
})

test('a failed step is taken back, and the run that it stopped goes on to wait for a person', () => {
  const run = makeRun([stepOf({ status: 'failed', reason: 'no' })], {
    status: 'stopped',
    stoppedBecause: 'no',
  })
  const asked = after(run, ask(run))
  expect(asked.status).toBe('running')
  const undone = after(asked, undoSucceeded(asked, { ...first(asked), status: 'running' }, read, 6_000))
  expect(undone).toMatchObject({ status: 'running', stoppedBecause: null })
})

test('another step that failed still stops the run after an earlier one was taken back', () => {
  const broken = makeStep('broken', { status: 'failed', reason: 'it is broken' })
  const run = makeRun([stepOf(), broken], { status: 'stopped', stoppedBecause: 'it is broken' })
  const asked = after(run, ask(run))
  const undone = after(asked, undoSucceeded(asked, { ...first(asked), status: 'running' }, read, 6_000))
  expect(undone).toMatchObject({ status: 'stopped', stoppedBecause: expect.stringContaining('it is broken') })
})

test('past its point of no return, or with no way back of its own, a step names the runbook that leads back', () => {
  const done_ = makeRun([stepOf({ undoable: 'when-failed' }, { wayBack: 'rejoin-old-primary' })])
  expect(() => ask(done_)).toThrow(
    'cannot be taken back: it has no way back of its own; rejoin-old-primary takes it back',
  )
  const failed = makeRun([stepOf({ undoable: 'when-failed', status: 'failed' })], { status: 'stopped' })
  expect(ask(failed).steps).toMatchObject([{ to: 'queued' }])
})

test('while a worker has another step nothing is taken back under it', () => {
  const run = makeRun([stepOf(), makeStep('wait', { status: 'running', title: 'Wait' })])
  expect(() => ask(run)).toThrow('step 2 Wait is with a worker')
})

test('an abort in the midst says that the effect may be partial; before it, all is as it stood', () => {
  const run = makeRun([stepOf()])
  const asked = after(run, ask(run))
  const given = { run: asked, caller: ada, reason: 'enough' }
  expect(abortRun(given, 7_000).steps).toMatchObject([{ to: 'succeeded', set: { undo: null } }])
  const running = { ...asked, steps: [{ ...first(asked), status: 'running' as const }] }
  expect(abortRun({ ...given, run: running }, 7_000).steps).toMatchObject([
    { to: 'succeeded', set: { reason: 'Aborted while it was taken back: its effect may be partial' } },
  ])
})
