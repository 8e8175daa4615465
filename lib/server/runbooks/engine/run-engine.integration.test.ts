import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { RunWire } from '@/lib/core/api/runs'
import { systemClock } from '@/lib/core/time/clock'
import { readRunReport } from '@/lib/server/services/runs/read-report'
import { readRun } from '@/lib/server/services/runs/read-run'
import { abortRun, pauseRun, resumeRun } from '@/lib/server/services/runs/run-commands'
import { startRun } from '@/lib/server/services/runs/start-run'
import {
  approveStep,
  confirmStep,
  executeStep,
  retryStep,
  skipStep,
  undoStep,
} from '@/lib/server/services/runs/step-commands'
import type { ServiceContext } from '@/lib/server/services/service-context'
import { startEngine } from '@/lib/testing/engine'
import { testKinds } from '@/lib/testing/runbook-kinds'
import { type TestStep, writeRunbooks } from '@/lib/testing/runbooks'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { createTestWorld, type TestWorld } from '@/lib/testing/test-world'
import { addTestKinds } from '../kinds'

let test: TestDatabase
let world: TestWorld
const engines: { stop(): Promise<void> }[] = []
const folders: { remove(): void }[] = []
const soon = { timeout: 40_000, interval: 20 }
let number = 0
/** Several waits of a busy machine in one test. */
vi.setConfig({ testTimeout: 90_000 })

beforeEach(async () => {
  addTestKinds(testKinds)
  test = await createTestDatabase()
  world = await createTestWorld(test)
})
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.stop()))
  for (const folder of folders.splice(0)) folder.remove()
  await test.drop()
})

/** A person is an actor here: what they may do is decided by their role alone. */
function as(email: string): ServiceContext {
  const actor = { type: 'user', id: crypto.randomUUID(), email, role: 'commander' } as const
  return { actor, clock: systemClock, database: test.database, requestId: 'test' }
}
const ada = () => as('ada@test.example')
const bob = () => as('bob@test.example')

function begin(count = 1): void {
  for (let i = 0; i < count; i++) engines.push(startEngine(test, `engine-${engines.length}`))
}

async function start(
  steps: readonly TestStep[],
  mode: 'live' | 'drill' | 'rehearsal' = 'drill',
): Promise<string> {
  number += 1
  const id = `test-${number}`
  folders.push(writeRunbooks([{ id, steps }]))
  return (await startRun(ada(), { id, mode, reason: 'to see', parameters: {} })).id
}

const read = (id: string): Promise<RunWire> => readRun(ada(), { id })

async function statusOf(id: string, wanted: RunWire['status']): Promise<RunWire> {
  await vi.waitFor(async () => expect((await read(id)).status).toBe(wanted), soon)
  return read(id)
}

async function stepIs(id: string, key: string, status: string): Promise<RunWire> {
  const find = async () => (await read(id)).steps.find((step) => step.key === key)?.status
  await vi.waitFor(async () => expect(await find()).toBe(status), soon)
  return read(id)
}

function act(key: string, settings: object, parts: object = {}): TestStep {
  return { key, kind: 'action', action: 'test-act', settings, automatic: true, ...parts }
}

it('describes, looks, acts, reads back, and goes on by itself to the end', async () => {
  const [one, two] = [await world.add('one'), await world.add('two')]
  begin()
  const id = await start([
    { key: 'look', kind: 'check', check: 'test-check', settings: one, automatic: true, phase: 'detect' },
    act('first', one),
    act('second', two, { phase: 'verify' }),
  ])
  const run = await statusOf(id, 'succeeded')
  expect(run.steps[1]).toMatchObject({
    status: 'succeeded',
    attempts: 1,
    description: { summary: 'Does one', commands: ['UPDATE one'] },
    preflight: [{ key: 'ready', outcome: 'passed' }],
    result: { changed: true, summary: 'done', checks: [{ key: 'done', outcome: 'passed' }] },
  })
  expect(run.rpo).toMatchObject({ transactions: 0, objectiveSeconds: 60 })
  expect((await world.look('one')).acts).toBe(1)
  expect((await world.look('two')).acts).toBe(1)
  const report = await readRunReport(ada(), { id })
  expect(report).toMatchObject({ isFinal: true, rto: { met: true }, rpo: { met: true } })
  expect(report.restoredAt).not.toBeNull()
})

it('blocks a waiting step whose preconditions change, voids what was asked, and lets it go when they hold again', async () => {
  const thing = await world.add('thing')
  begin()
  const approvals = { role: 'commander', count: 1, timeoutMinutes: 5 }
  const id = await start([
    { key: 'act', kind: 'action', action: 'test-destroy', settings: thing, confirm: 'web', approvals },
  ])
  await stepIs(id, 'act', 'ready')
  await executeStep(ada(), { id, key: 'act', confirmation: 'web' })
  await world.set('thing', { is_ready: false })
  const blocked = await stepIs(id, 'act', 'blocked')
  expect(blocked.steps[0]).toMatchObject({
    reason: '“it is ready” does not hold: it is not ready',
    approvals: { expiresAt: null },
  })
  await expect(approveStep(bob(), { id, key: 'act' })).rejects.toThrow('Nothing waits for an approval')
  await world.set('thing', { is_ready: true })
  await stepIs(id, 'act', 'ready')
  expect((await world.look('thing')).acts).toBe(0)
  await executeStep(ada(), { id, key: 'act', confirmation: 'web' })
  await approveStep(bob(), { id, key: 'act' })
  await statusOf(id, 'succeeded')
  expect((await world.look('thing')).acts).toBe(1)
})

it('executes nothing in a rehearsal, locks nothing, and names every step that would not work', async () => {
  const [fit, unfit] = [await world.add('fit'), await world.add('unfit', { is_ready: false })]
  begin()
  const steps = [act('first', fit), act('second', unfit), { key: 'third', kind: 'manual' }]
  const run = await statusOf(await start(steps, 'rehearsal'), 'failed')
  expect(run.steps.map(({ status }) => status)).toEqual(['succeeded', 'failed', 'succeeded'])
  expect(run.steps[0]?.result?.summary).toBe('Would do: Does fit')
  expect(run.stoppedBecause).toBe('A step would not work now: 2 Step second')
  expect((await world.look('fit')).calls + (await world.look('unfit')).calls).toBe(0)
  expect(await test.database.runLock.count()).toBe(0)
})

it('stops with the reason when an action fails, tells no secret, and goes on after a retry', async () => {
  const thing = await world.add('thing', { fail_with: 'refused by mysql://root:hunter2@db/app' })
  begin()
  const id = await start([act('act', thing)])
  const stopped = await statusOf(id, 'stopped')
  expect(stopped.stoppedBecause).toBe('Step 1 Step act: refused by mysql://[redacted]@db/app')
  const entries = await test.database.auditEntry.findMany({ omit: { id: true } })
  const written = JSON.stringify([stopped, entries, await readRunReport(ada(), { id })])
  expect(written).not.toContain('hunter2')
  await world.set('thing', { fail_with: null })
  await retryStep(ada(), { id, key: 'act' })
  expect((await statusOf(id, 'succeeded')).steps[0]?.attempts).toBe(2)
})

it('gives a step its time and no more, and what is late changes nothing', async () => {
  const thing = await world.add('thing', { hold_ms: 3_000 })
  begin()
  const id = await start([act('act', thing, { timeoutSeconds: 1 })])
  expect((await statusOf(id, 'stopped')).stoppedBecause).toContain('took longer than 1 s')
  await skipStep(ada(), { id, key: 'act', reason: 'by hand' })
  await statusOf(id, 'succeeded')
  expect((await world.look('thing')).acts).toBe(0)
})

it('waits until a check passes, and fails with its last word when it does not in time', async () => {
  const thing = await world.add('thing', { is_ready: false })
  begin()
  const wait = { kind: 'wait', until: 'test-check', settings: thing, everySeconds: 0.2, automatic: true }
  const id = await start([
    { key: 'soon', ...wait, timeoutSeconds: 60 },
    { key: 'never', ...wait, timeoutSeconds: 1 },
  ])
  await stepIs(id, 'soon', 'running')
  await world.set('thing', { is_ready: true })
  await stepIs(id, 'soon', 'succeeded')
  await statusOf(id, 'succeeded')
  await world.set('thing', { is_ready: false })
  const late = await statusOf(await start([{ key: 'never', ...wait, timeoutSeconds: 1 }]), 'stopped')
  expect(late.stoppedBecause).toContain(
    'it took longer than 1 s: “it is ready” does not hold: it is not ready',
  )
})

it('stops what runs when a person aborts, before it changes anything', async () => {
  const thing = await world.add('thing', { hold_ms: 20_000 })
  begin()
  const id = await start([act('act', thing)])
  await vi.waitFor(async () => expect((await world.look('thing')).calls).toBe(1), soon)
  await abortRun(ada(), { id, reason: 'wrong one' })
  const run = await read(id)
  expect(run).toMatchObject({ status: 'aborted', steps: [{ status: 'failed' }] })
  await Promise.all(engines.splice(0).map((engine) => engine.stop()))
  expect((await world.look('thing')).acts).toBe(0)
})

it('begins nothing while the run is paused', async () => {
  const [one, two] = [await world.add('one', { hold_ms: 500 }), await world.add('two')]
  begin()
  const id = await start([act('first', one), act('second', two)])
  await stepIs(id, 'first', 'running')
  await pauseRun(ada(), { id, reason: 'breathe' })
  await stepIs(id, 'first', 'succeeded')
  await stepIs(id, 'second', 'queued')
  expect((await world.look('two')).calls).toBe(0)
  await resumeRun(ada(), { id, reason: 'go on' })
  await statusOf(id, 'succeeded')
})

it('lets a worker that lost its run change nothing more, and the next one end it', async () => {
  const thing = await world.add('thing', { hold_ms: 2_000 })
  begin()
  const id = await start([act('act', thing)])
  await vi.waitFor(async () => expect((await world.look('thing')).calls).toBe(1), soon)
  await test.database.$executeRaw`
    UPDATE "Run" SET "fencingToken" = "fencingToken" + 1, "leaseUntil" = now() - interval '1 s'`
  await statusOf(id, 'succeeded')
  const { acts, tokens } = await world.look('thing')
  expect(acts).toBe(1)
  expect(tokens[0]).toBeGreaterThan(2)
})

it('is hosted by one of several workers, and its token grows from holder to holder', async () => {
  const thing = await world.add('thing')
  begin(3)
  const id = await start([act('act', thing)])
  await statusOf(id, 'succeeded')
  expect((await world.look('thing')).calls).toBe(1)
  const run = await test.database.run.findFirstOrThrow({ where: { id } })
  const lock = await test.database.runLock.findFirstOrThrow({ where: { runId: id } })
  expect(lock.token).toBe(run.fencingToken)
})

it('goes on when nobody could be notified, and says so', async () => {
  const thing = await world.add('thing')
  begin()
  const notify = { key: 'tell', kind: 'notify', channels: ['nowhere'], message: 'x', automatic: true }
  const run = await statusOf(await start([notify, act('act', thing)]), 'succeeded')
  expect(run.steps[0]?.result?.checks).toMatchObject([{ outcome: 'warning', reason: 'it was not delivered' }])
})

it('tells people of each gate once, by the channels of the runbook, and goes on whether they hear it', async () => {
  const thing = await world.add('thing')
  begin()
  const notify = { key: 'tell', kind: 'notify', channels: ['nowhere'], message: 'x', automatic: true }
  const destroy = act('destroy', thing, {
    ...{ action: 'test-destroy', automatic: false, confirm: 'web' },
    approvals: { role: 'commander' },
  })
  const id = await start([notify, destroy])
  await stepIs(id, 'destroy', 'ready')
  await executeStep(ada(), { id, key: 'destroy', confirmation: 'web' })
  const notes = async () =>
    (await read(id)).timeline.filter(({ kind, stepKey }) => kind === 'note' && stepKey === 'destroy')
  await vi.waitFor(async () => expect(await notes()).toHaveLength(1), soon)
  expect((await notes())[0]?.text).toMatch(/^nowhere did not take the message: /)
  await approveStep(bob(), { id, key: 'destroy' })
  await statusOf(id, 'succeeded')
  expect(await notes()).toHaveLength(1)
})

it('acts at the button and not at its next look, which comes every three seconds', async () => {
  const thing = await world.add('thing')
  begin()
  const waits: number[] = []
  const keys = ['a', 'b', 'c', 'd', 'e']
  const id = await start(keys.map((key) => act(key, thing, { automatic: false })))
  for (const key of keys) {
    await stepIs(id, key, 'ready')
    await world.set('thing', { is_done: false, calls: 0 })
    const pressedAtMs = Date.now()
    await executeStep(ada(), { id, key })
    await vi.waitFor(async () => expect((await world.look('thing')).calls).toBe(1), {
      timeout: 5_000,
      interval: 5,
    })
    waits.push(Date.now() - pressedAtMs)
    await stepIs(id, key, 'succeeded')
  }
  expect(Math.min(...waits)).toBeLessThan(2_000)
})

it('takes the effect of a step back, read back; it is executed again or left out, and the report tells it', async () => {
  const thing = await world.add('thing')
  begin()
  const id = await start([act('act', thing, { action: 'test-undoable' }), { key: 'by-hand', kind: 'manual' }])
  await stepIs(id, 'by-hand', 'ready')
  expect((await world.look('thing')).is_done).toBe(true)
  await undoStep(bob(), { id, key: 'act', reason: 'it made it worse' })
  const undone = await stepIs(id, 'act', 'undone')
  expect(await world.look('thing')).toMatchObject({ is_done: false, undos: 1 })
  expect(undone).toMatchObject({ status: 'running', currentStep: { key: 'act' } })
  expect(undone.steps[0]).toMatchObject({
    reason: 'Taken back by bob@test.example: it made it worse',
    undo: { requestedBy: 'bob@test.example', result: { summary: 'as it was', changed: true } },
  })
  expect(undone.timeline.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['undo-queued', 'undo-running', 'step-undone']),
  )
  await retryStep(ada(), { id, key: 'act' })
  await stepIs(id, 'act', 'succeeded')
  expect(await world.look('thing')).toMatchObject({ is_done: true, acts: 2 })
  expect((await readRunReport(ada(), { id })).steps[0]).toMatchObject({
    undo: { reason: 'it made it worse', result: { summary: 'as it was' } },
  })
})

it('leads an aborted run back by a runbook under the same lock, which acts, and is read back', async () => {
  const [one, two] = [await world.add('one'), await world.add('two')]
  begin()
  const wait = { key: 'wait', kind: 'manual' }
  const head = { locks: ['things'] }
  folders.push(
    writeRunbooks([
      { id: 'break', steps: [act('first', one, { wayBack: 'mend' }), wait], head },
      { id: 'mend', steps: [wait, act('mended', two)], head },
    ]),
  )
  const run = (id: string, wayBackOf?: string) =>
    startRun(ada(), { id, mode: 'drill', reason: 'to see', parameters: {}, wayBackOf })
  const { id } = await run('break')
  await stepIs(id, 'wait', 'ready')
  await abortRun(ada(), { id, reason: 'enough' })
  expect((await read(id)).waysBack).toEqual([{ id: 'mend', title: 'Runbook mend' }])
  const back = await run('mend', id)
  await expect(run('break')).rejects.toThrow(
    `Run #${back.number} by ada@test.example is active and holds things`,
  )
  await confirmStep(ada(), { id: back.id, key: 'wait' })
  const ended = await statusOf(back.id, 'succeeded')
  expect(ended.steps[1]?.result).toMatchObject({ changed: true, checks: [{ outcome: 'passed' }] })
  expect((await world.look('two')).acts).toBe(1)
})

it('stops the run when a step cannot be taken back, and says why', async () => {
  const thing = await world.add('thing')
  begin()
  const id = await start([act('act', thing, { action: 'test-undoable' }), { key: 'by-hand', kind: 'manual' }])
  await stepIs(id, 'by-hand', 'ready')
  await world.set('thing', { fail_with: 'it is silent' })
  await undoStep(ada(), { id, key: 'act', reason: 'back' })
  const run = await statusOf(id, 'stopped')
  expect(run.stoppedBecause).toContain('It could not be taken back: it is silent')
  expect(run.steps[0]).toMatchObject({ status: 'succeeded', controls: expect.arrayContaining(['undo']) })
})
