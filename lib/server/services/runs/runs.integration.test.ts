import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunSummaryWire } from '@/lib/core/api/runbooks'
import type { RunWire } from '@/lib/core/api/runs'
import type { Role } from '@/lib/core/auth/role'
import { AppError } from '@/lib/core/errors/app-error'
import { recallBeforeRun, recallFromRun } from '@/lib/server/repositories/run-lease.repository'
import { storeEvaluation } from '@/lib/server/repositories/runbook-evaluation.repository'
import { insertUser } from '@/lib/server/repositories/user.repository'
import { addTestKinds } from '@/lib/server/runbooks/kinds'
import { getRunbookFile } from '@/lib/server/runbooks-files/shared-runbooks'
import { readRunbook } from '@/lib/server/services/runbooks/read-runbook'
import { createTestApi, type TestApi } from '@/lib/testing/api'
import { testKinds } from '@/lib/testing/runbook-kinds'
import { writeRunbooks } from '@/lib/testing/runbooks'
import { readRunReport } from './read-report'
import { readRun } from './read-run'
import { abortRun, handOverRun, pauseRun, resumeRun } from './run-commands'
import { startRun } from './start-run'
import { approveStep, confirmStep, executeStep, skipStep } from './step-commands'

const settings = { url: 'postgres://nowhere', name: 'thing' }
const approvals = { role: 'commander', count: 1, timeoutMinutes: 5 }
const destroy = {
  key: 'destroy',
  kind: 'action',
  action: 'test-destroy',
  settings,
  confirm: 'web',
  approvals,
}

const leader = { name: 'to', title: 'Who is to lead', options: ['one', 'two', 'three'], default: 'one' }

let api: TestApi
let files: { remove(): void }
let second: Parameters<TestApi['contextOf']>[0]

beforeAll(async () => {
  addTestKinds(testKinds)
  files = writeRunbooks([
    {
      id: 'by-hand',
      steps: [
        { key: 'look', kind: 'manual', evidence: 'What do you see?', phase: 'detect' },
        {
          key: 'choose',
          kind: 'decision',
          options: [
            { value: 'go', title: 'Go', consequence: 'it goes' },
            { value: 'wait', title: 'Wait', consequence: 'it waits' },
          ],
        },
        { key: 'only-go', kind: 'manual', when: { choose: 'go' } },
        { key: 'only-wait', kind: 'manual', when: { choose: 'wait' } },
        { key: 'last', kind: 'manual', phase: 'verify' },
      ],
    },
    { id: 'destroy', steps: [destroy], head: { locks: ['shared'], wayBack: 'mend' } },
    { id: 'mend', steps: [{ key: 'look', kind: 'manual' }], head: { locks: ['mending'] } },
    { id: 'other', steps: [{ key: 'look', kind: 'manual' }], head: { locks: ['shared', 'more'] } },
    { id: 'lead', steps: [{ key: 'look', kind: 'manual' }], head: { locks: ['lead'], parameters: [leader] } },
  ])
  api = await createTestApi()
  const person = {
    email: 'second@test.example',
    name: 'Second',
    role: 'commander',
    passwordHash: 'none',
  } as const
  second = await insertUser(api.runtime.database, { ...person, mustChangePassword: false })
})
afterAll(async () => {
  await api.close()
  files.remove()
})

const as = (role: Role) => api.contextOf(api.people[role])

function start(id: string, mode: 'live' | 'drill' | 'rehearsal' = 'drill'): Promise<RunSummaryWire> {
  return startRun(as('operator'), { id, mode, reason: 'to see', parameters: {} })
}

async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof AppError) return error
  throw error ?? new Error('it was accepted')
}

/** As the worker does once the preconditions were looked at. */
async function makeReady(runId: string, key: string): Promise<void> {
  const data = { status: 'ready', reason: null, blockedAt: null }
  await api.runtime.database.runStep.updateMany({ where: { runId, key }, data })
}

async function end(run: RunSummaryWire): Promise<RunWire> {
  return abortRun(as('commander'), { id: run.id, reason: 'enough' })
}

it('walks through manual steps and a decision, leaves out what was not chosen, and ends by itself', async () => {
  const { id } = await start('by-hand')
  await expect(confirmStep(as('operator'), { id, key: 'look' })).rejects.toThrow('Say it in a sentence')
  await confirmStep(as('operator'), { id, key: 'look', evidence: 'smoke' })
  await expect(confirmStep(as('commander'), { id, key: 'choose', choice: 'run' })).rejects.toThrow('go, wait')
  expect(await refusal(confirmStep(as('operator'), { id, key: 'choose', choice: 'wait' }))).toMatchObject({
    code: 'forbidden',
  })
  const chosen = await confirmStep(as('commander'), { id, key: 'choose', choice: 'wait' })
  expect(chosen.steps.map(({ status }) => status)).toEqual([
    'succeeded',
    'succeeded',
    'skipped',
    'ready',
    'pending',
  ])
  await confirmStep(as('operator'), { id, key: 'only-wait' })
  const done = await confirmStep(as('operator'), { id, key: 'last' })
  expect(done).toMatchObject({ status: 'succeeded', currentStep: null, rto: { met: true } })
  const report = await readRunReport(as('auditor'), { id })
  expect(report).toMatchObject({
    isFinal: true,
    skipped: [{ key: 'only-go', by: 'the plan', reason: 'Left out: choose is wait, not go' }],
    steps: [{ result: { evidence: [{ label: 'Evidence', value: 'smoke' }] } }, {}, {}, {}, {}],
  })
  expect(report.phases.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0)).toBe(report.rto.elapsedMs)
})

it('lets one active run hold a lock, and tells the second who was first', async () => {
  const first = await start('destroy')
  const refused = await refusal(start('other'))
  expect(refused.message).toContain(
    `Run #${first.number} by operator@test.example is active and holds shared`,
  )
  const rehearsal = await start('other', 'rehearsal')
  expect(rehearsal.status).toBe('running')
  await end(first)
  await end(rehearsal)
  await end(await start('other'))
  const tokens = await api.runtime.database.runLock.findMany({
    where: { name: 'shared' },
    orderBy: { id: 'asc' },
  })
  expect(tokens.map(({ token }) => token)).toEqual([1, 2])
})

it('of fifty runs started at once on one lock lets one in', async () => {
  const results = await Promise.allSettled(Array.from({ length: 50 }, () => start('other')))
  const started = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  expect(started).toHaveLength(1)
  for (const run of started) await end(run)
})

describe('a destructive step', () => {
  it('is executed by nobody before its preconditions were looked at', async () => {
    const run = await start('destroy')
    const { message } = await refusal(
      executeStep(as('commander'), { id: run.id, key: 'destroy', confirmation: 'web' }),
    )
    expect(message).toContain('have not been looked at yet')
    await end(run)
  })

  it('needs a commander, the typed name, and somebody else to approve, or broken glass with a reason', async () => {
    const { id } = await start('destroy')
    const step = { id, key: 'destroy' }
    await makeReady(id, 'destroy')
    expect((await refusal(executeStep(as('operator'), { ...step, confirmation: 'web' }))).code).toBe(
      'forbidden',
    )
    expect((await refusal(executeStep(as('commander'), { ...step, confirmation: 'wep' }))).message).toBe(
      'Type web to confirm.',
    )
    const asked = await executeStep(as('commander'), { ...step, confirmation: 'web' })
    expect(asked.steps[0]).toMatchObject({ status: 'awaiting-approval', controls: ['break-glass', 'skip'] })
    expect((await readRun(api.contextOf(second), { id })).steps[0]?.controls).toEqual([
      'approve',
      'break-glass',
      'skip',
    ])
    expect((await readRun(as('operator'), { id })).steps[0]?.controls).toEqual([])
    expect((await refusal(approveStep(as('commander'), step))).message).toContain('You asked for this step')
    const approved = await approveStep(as('commander'), { ...step, breakGlassReason: 'alone at night' })
    expect(approved.steps[0]).toMatchObject({
      status: 'queued',
      approvals: { given: [{ by: 'commander@test.example', breakGlassReason: 'alone at night' }] },
    })
    const again = await refusal(approveStep(api.contextOf(second), step))
    expect(again.message).toMatch(/commander@test\.example was first at .* and broke the glass/)
    await end(approved)
  })

  it('takes no approval by a token of the person who asked', async () => {
    const { id } = await start('destroy')
    await makeReady(id, 'destroy')
    await executeStep(as('commander'), { id, key: 'destroy', confirmation: 'web' })
    const token = await api.runtime.database.apiToken.create({
      data: {
        userId: api.people.commander.id,
        name: 'mine',
        role: 'commander',
        tokenHash: 'x',
        prefix: 'x',
        expiresAt: new Date(Date.now() + 60_000),
      },
    })
    const actor = { type: 'token', id: token.id, name: 'mine', role: 'commander' } as const
    const { message } = await refusal(approveStep({ ...as('commander'), actor }, { id, key: 'destroy' }))
    expect(message).toContain('You asked for this step')
    await abortRun(as('commander'), { id, reason: 'enough' })
  })

  it('takes no approval after its time', async () => {
    const { id } = await start('destroy')
    await makeReady(id, 'destroy')
    await executeStep(as('commander'), { id, key: 'destroy', confirmation: 'web' })
    api.clock.advance(6 * 60_000)
    const { message } = await refusal(approveStep(api.contextOf(second), { id, key: 'destroy' }))
    expect(message).toContain('Too late')
    await abortRun(as('commander'), { id, reason: 'enough' })
  })

  it('pressed by two commanders at the same moment, 200 times, is asked for once, and the other is told who was first', async () => {
    const { id } = await start('destroy')
    for (let round = 0; round < 200; round++) {
      const data = { status: 'ready', requestedBy: null, approvalEndsAt: null }
      await api.runtime.database.runStep.updateMany({ where: { runId: id }, data })
      const before = await attemptsOf(id)
      const press = { id, key: 'destroy', confirmation: 'web' }
      const results = await Promise.allSettled([
        executeStep(as('commander'), press),
        executeStep(api.contextOf(second), press),
      ])
      const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
      expect(refused).toHaveLength(1)
      expect(String(refused[0])).toMatch(/(commander|second)@test\.example was first at/)
      expect(await attemptsOf(id)).toBe(before + 1)
    }
    await abortRun(as('commander'), { id, reason: 'enough' })
  }, 120_000)

  it('approved by two commanders at the same moment is approved once', async () => {
    const { id } = await start('destroy')
    await makeReady(id, 'destroy')
    await executeStep(as('admin'), { id, key: 'destroy', confirmation: 'web' })
    const results = await Promise.allSettled([
      approveStep(as('commander'), { id, key: 'destroy' }),
      approveStep(api.contextOf(second), { id, key: 'destroy' }),
    ])
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const stored = await api.runtime.database.runApproval.count({ where: { step: { runId: id } } })
    expect(stored).toBe(1)
    await abortRun(as('commander'), { id, reason: 'enough' })
  })
})

async function attemptsOf(runId: string): Promise<number> {
  const step = await api.runtime.database.runStep.findFirstOrThrow({ where: { runId } })
  return step.attempts
}

it('begins nothing while paused, hands over to commanders alone, and offers no button after its end', async () => {
  const { id } = await start('by-hand')
  await pauseRun(as('commander'), { id, reason: 'breathe' })
  expect((await refusal(confirmStep(as('operator'), { id, key: 'look', evidence: 'x' }))).message).toContain(
    'paused',
  )
  expect((await refusal(pauseRun(as('commander'), { id, reason: 'again' }))).message).toContain('is paused')
  await resumeRun(as('commander'), { id, reason: 'go on' })
  const handOver = { id, reason: 'my shift ends' }
  expect(
    (await refusal(handOverRun(as('commander'), { ...handOver, to: 'operator@test.example' }))).code,
  ).toBe('bad-input')
  const handed = await handOverRun(as('commander'), { ...handOver, to: 'SECOND@test.example' })
  expect(handed.commander).toBe('second@test.example')
  await skipStep(as('commander'), { id, key: 'look', reason: 'seen before' })
  const aborted = await abortRun(as('commander'), { id, reason: 'wrong one' })
  expect(aborted).toMatchObject({ status: 'aborted', stoppedBecause: 'wrong one', controls: ['comment'] })
  expect(aborted.steps.flatMap(({ controls }) => controls)).toEqual([])
  const report = await readRunReport(as('auditor'), { id })
  expect(report.skipped).toEqual([
    { key: 'look', title: 'Step look', by: 'commander@test.example', reason: 'seen before' },
  ])
})

it('writes an audit entry and an event with each change, in one transaction', async () => {
  const run = await start('by-hand')
  const events = await api.runtime.database.event.count({ where: { kind: 'run-changed' } })
  await confirmStep(as('operator'), { id: run.id, key: 'look', evidence: 'smoke' })
  const entry = await api.runtime.database.auditEntry.findFirstOrThrow({ orderBy: { id: 'desc' } })
  expect(entry).toMatchObject({
    actor: 'operator@test.example',
    action: 'run.confirm-step',
    subject: `run/${run.number}`,
  })
  expect(await api.runtime.database.event.count({ where: { kind: 'run-changed' } })).toBe(events + 1)
  await end(run)
})

it('says that no worker holds a run, and since when, and who paused it and why', async () => {
  const run = await start('by-hand')
  const now = () => readRun(as('auditor'), run)
  const set = (data: { startedAt?: Date; leaseUntil?: Date }) =>
    api.runtime.database.run.update({ where: { id: run.id }, data })
  await set({ startedAt: new Date() })
  expect((await now()).unheld).toBe(null)
  await set({ startedAt: new Date(Date.now() - 60_000) })
  expect((await now()).unheld).toEqual({ since: null })
  const gone = new Date(Date.now() - 30_000)
  await set({ leaseUntil: gone })
  expect((await now()).unheld).toEqual({ since: gone.toISOString() })
  await set({ leaseUntil: new Date(Date.now() + 60_000) })
  expect((await now()).unheld).toBe(null)
  const paused = await pauseRun(as('commander'), { id: run.id, reason: 'support is on the phone' })
  expect(paused.paused).toMatchObject({ by: api.people.commander.email, reason: 'support is on the phone' })
  expect((await resumeRun(as('commander'), { id: run.id, reason: 'go on' })).paused).toBe(null)
  await end(run)
})

describe('a way back', () => {
  const start = (id: string, wayBackOf?: string) =>
    startRun(as('commander'), { id, mode: 'drill', reason: 'to see', parameters: {}, wayBackOf })

  it('knows what the run that it takes back has noted, and its time line names that run', async () => {
    const { database } = api.runtime
    const first = await start('destroy')
    await database.$executeRaw`
      UPDATE "Run" SET "memory" = '{"level":"high"}' WHERE "id" = ${first.id}::uuid`
    await database.runStep.updateMany({
      where: { runId: first.id, key: 'destroy' },
      data: { status: 'failed', startedAt: new Date() },
    })
    await expect(start('mend', first.id)).rejects.toThrow('has not ended')
    await abortRun(as('commander'), { id: first.id, reason: 'enough' })
    expect((await readRun(as('auditor'), first)).waysBack).toEqual([{ id: 'mend', title: 'Runbook mend' }])
    await expect(start('other', first.id)).rejects.toThrow('is not the way back of')
    const back = await start('mend', first.id)
    expect(await recallBeforeRun(database, back.id, 'level')).toBe('high')
    expect(await recallFromRun(database, back.id, 'level')).toBeUndefined()
    const { timeline } = await readRun(as('auditor'), { id: back.id })
    expect(timeline[0]?.text).toContain(`the way back of run #${first.number}`)
    await abortRun(as('commander'), { id: back.id, reason: 'enough' })
  })

  it('is neither offered nor started where the run did nothing', async () => {
    const run = await start('destroy')
    await abortRun(as('commander'), { id: run.id, reason: 'a false alarm' })
    expect((await readRun(as('auditor'), run)).waysBack).toEqual([])
    await expect(start('mend', run.id)).rejects.toThrow('nothing that it did is left to take back')
  })
})

describe('a parameter whose values were looked at', () => {
  const choices = {
    to: [
      { value: 'two', verdict: 'fit', reason: 'up to date' },
      { value: 'one', verdict: 'already', reason: 'it leads already' },
    ],
  } as const
  const lead = (parameters: Record<string, string> = {}) =>
    startRun(as('operator'), { id: 'lead', mode: 'drill', reason: 'to see', parameters })
  const look = () =>
    storeEvaluation(api.runtime.database, {
      ...{ runbookId: 'lead', runbookHash: getRunbookFile('lead').hash, status: 'executable' },
      ...{ evaluatedAtMs: api.clock.nowMs(), reasons: [], checks: {}, choices },
    })

  it('begins with the best, and refuses what is so already with what would do', async () => {
    await look()
    const { parameters } = await readRunbook(as('auditor'), { id: 'lead' })
    expect(parameters).toMatchObject([{ default: 'two', choices: choices.to }])
    expect(await refusal(lead({ to: 'one' }))).toMatchObject({
      code: 'conflict',
      message: 'one: it leads already. Choose two.',
    })
    const run = await lead()
    expect((await readRun(as('auditor'), run)).parameters).toEqual({ to: 'two' })
    await end(run)
  })

  it('may be anything again once a run has acted since, until somebody has looked anew', async () => {
    const { parameters } = await readRunbook(as('auditor'), { id: 'lead' })
    expect(parameters).toMatchObject([{ default: 'one', choices: null }])
    await end(await lead({ to: 'one' }))
    await look()
    expect(await refusal(lead({ to: 'one' }))).toMatchObject({ code: 'conflict' })
  })
})
