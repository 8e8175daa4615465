import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import type { RunWire } from '@/lib/core/api/runs'
import { systemClock } from '@/lib/core/time/clock'
import { readRun } from '@/lib/server/services/runs/read-run'
import { abortRun, pauseRun, resumeRun } from '@/lib/server/services/runs/run-commands'
import { startRun } from '@/lib/server/services/runs/start-run'
import { approveStep, executeStep } from '@/lib/server/services/runs/step-commands'
import type { ServiceContext } from '@/lib/server/services/service-context'
import { declaredSettings } from '@/lib/testing/action-context'
import { startEngine, startWorkerProcess } from '@/lib/testing/engine'
import { makeNode } from '@/lib/testing/inventory-factory'
import { breakLab, ensureLab, healLab } from '@/lib/testing/lab'
import { asRoot, PRIMARY, REPLICA, whoTakesWrites } from '@/lib/testing/mariadb-lab'
import { testKinds } from '@/lib/testing/runbook-kinds'
import { type TestStep, writeRunbooks } from '@/lib/testing/runbooks'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { declare } from '@/lib/testing/worker'
import { addTestKinds } from './kinds'

const approvals = { role: 'commander', count: 1, timeoutMinutes: 5 }
const fence: TestStep = {
  ...{ key: 'fence', kind: 'action', action: 'mariadb-fence', phase: 'fence', confirm: PRIMARY, approvals },
  settings: { server: PRIMARY },
}
const promote: TestStep = {
  ...{ key: 'promote', kind: 'action', action: 'mariadb-promote', confirm: REPLICA, approvals },
  settings: { from: PRIMARY },
}
/** The worker ends by SIGKILL once the replica is open and nothing of it is in the journal. */
const dieOnce = join(tmpdir(), `switchyard-die-${process.pid}`)
const promoteAndDie: TestStep = {
  ...{ key: 'promote', kind: 'action', action: 'test-promote-then-die', automatic: true },
  settings: { dieOnce, promote: { from: PRIMARY } },
}
const soon = { timeout: 60_000, interval: 20 }

let test: TestDatabase
let files: { remove(): void }
const engines: { stop(): Promise<void> }[] = []
const begun: string[] = []
vi.setConfig({ testTimeout: 180_000 })

beforeAll(async () => {
  await ensureLab()
  addTestKinds(testKinds)
  test = await createTestDatabase()
  const connectors = (['mariadb', 'ssh'] as const).map((slug) => ({
    ...{ slug, kind: slug, title: slug },
    settings: declaredSettings(slug),
  }))
  const nodes = [makeNode(PRIMARY, { probes: [], unobserved: 'nothing looks at it in a test' })]
  await declare(test.database, { connectors, nodes, links: [], views: [] })
  const head = { targets: [PRIMARY], locks: ['mariadb'] }
  files = writeRunbooks([
    { id: 'failover', steps: [fence, promote], head },
    { id: 'fence-only', steps: [fence], head },
    { id: 'failover-in-a-crash', steps: [fence, promoteAndDie], head },
  ])
})
afterEach(async () => {
  for (const id of begun.splice(0))
    await abortRun(ada, { id, reason: 'the test is over' }).catch(() => undefined)
  await Promise.all(engines.splice(0).map((engine) => engine.stop()))
  await healLab()
})
afterAll(async () => {
  files.remove()
  await test.drop()
  await healLab()
})

function person(name: string): ServiceContext {
  const email = `${name}@test.example`
  const actor = { type: 'user', id: crypto.randomUUID(), email, role: 'commander' } as const
  return {
    ...{ actor, clock: systemClock, requestId: 'test' },
    get database() {
      return test.database
    },
  }
}
const [ada, bob, eve] = [person('ada'), person('bob'), person('eve')]

async function start(by: ServiceContext, id: string): Promise<string> {
  const run = await startRun(by, { id, mode: 'drill', reason: 'a trap', parameters: {} })
  begun.push(run.id)
  return run.id
}

const begin = (name: string) => void engines.push(startEngine(test, name))

async function stepIs(id: string, key: string, status: string): Promise<RunWire> {
  await vi.waitFor(async () => {
    const run = await readRun(ada, { id })
    const step = run.steps.find((each) => each.key === key)
    expect([step?.status, step?.reason]).toEqual([status, step?.reason])
  }, soon)
  return readRun(ada, { id })
}

const countOf = ({ timeline }: RunWire, kind: string, key: string) =>
  timeline.filter((entry) => entry.kind === kind && entry.stepKey === key).length

/** How many of the presses were let through. */
async function atOnce(...presses: readonly Promise<unknown>[]): Promise<number> {
  const outcomes = await Promise.allSettled(presses)
  return outcomes.filter(({ status }) => status === 'fulfilled').length
}

/** Two people press the same button at once, and two others answer at once. */
async function pressTwice(id: string, key: string, confirmation: string): Promise<void> {
  await stepIs(id, key, 'ready')
  const asked = { id, key, confirmation }
  expect(await atOnce(executeStep(ada, asked), executeStep(ada, asked))).toBe(1)
  expect(await atOnce(approveStep(bob, { id, key }), approveStep(eve, { id, key }))).toBe(1)
}

it('T10: two operators click, one failover happens, and the other is told who was first', async () => {
  await breakLab('kill', PRIMARY)
  const outcomes = await Promise.allSettled([start(ada, 'failover'), start(bob, 'failover')])
  const refusals = outcomes.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []))
  expect(refusals).toEqual([
    expect.stringMatching(/Run #\d+ by .*@test\.example is active and holds mariadb/),
  ])
  const [id = ''] = begun
  begin('one')
  begin('two')
  await pressTwice(id, 'fence', PRIMARY)
  await pressTwice(id, 'promote', REPLICA)
  const run = await stepIs(id, 'promote', 'succeeded')
  expect([countOf(run, 'step-running', 'fence'), countOf(run, 'step-running', 'promote')]).toEqual([1, 1])
  expect(await whoTakesWrites()).toEqual([REPLICA])
  const { fencingToken } = await test.database.run.findUniqueOrThrow({ where: { id } })
  expect((await test.database.runLock.findFirstOrThrow({ where: { runId: id } })).token).toBe(fencingToken)
})

it('T11: an approval counts once, though it is given twice, while the run is paused, and never too late', async () => {
  begin('one')
  const id = await start(ada, 'fence-only')
  await stepIs(id, 'fence', 'ready')
  await executeStep(ada, { id, key: 'fence', confirmation: PRIMARY })
  await test.database.runStep.updateMany({
    where: { runId: id, key: 'fence' },
    data: { approvalEndsAt: new Date(Date.now() - 1_000) },
  })
  expect(await atOnce(approveStep(bob, { id, key: 'fence' }))).toBe(0)
  expect(await whoTakesWrites()).toEqual([PRIMARY])
  await stepIs(id, 'fence', 'ready')
  await executeStep(ada, { id, key: 'fence', confirmation: PRIMARY })
  const twice = () => [approveStep(bob, { id, key: 'fence' }), approveStep(eve, { id, key: 'fence' })]
  const pausing = pauseRun(ada, { id, reason: 'at the same time' })
  const outcomes = await Promise.allSettled(twice())
  const refusals = outcomes.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []))
  if ((await atOnce(pausing)) === 1) await resumeRun(ada, { id, reason: 'go on' })
  if (refusals.length === 2) {
    expect(refusals).toEqual(refusals.map(() => expect.stringMatching(/is paused\. Resume it first\./)))
    expect(await atOnce(...twice())).toBe(1)
  }
  const run = await stepIs(id, 'fence', 'succeeded')
  expect([countOf(run, 'approved', 'fence'), countOf(run, 'step-running', 'fence')]).toEqual([1, 1])
  expect(await whoTakesWrites()).toEqual([])
})

it('T12: a worker that dies between the effect and the journal has promoted, and the next finds that out', async () => {
  writeFileSync(dieOnce, '')
  await breakLab('kill', PRIMARY)
  const worker = startWorkerProcess(test.url)
  const died = once(worker, 'exit')
  const id = await start(ada, 'failover-in-a-crash')
  await stepIs(id, 'fence', 'ready')
  await executeStep(ada, { id, key: 'fence', confirmation: PRIMARY })
  await approveStep(bob, { id, key: 'fence' })
  expect(await died).toEqual([null, 'SIGKILL'])
  expect(existsSync(dieOnce)).toBe(false)
  expect(await whoTakesWrites()).toEqual([REPLICA])
  const cut = await stepIs(id, 'promote', 'running')
  expect(cut.steps.find(({ key }) => key === 'promote')?.result).toBeNull()
  const historyOf = () => asRoot(REPLICA, (server) => server.rows('SELECT @@gtid_binlog_state AS state'))
  const before = await historyOf()
  begin('next')
  const run = await stepIs(id, 'promote', 'succeeded')
  expect(run.steps.find(({ key }) => key === 'promote')?.result).toMatchObject({
    ...{ changed: false, summary: `${REPLICA} leads already` },
  })
  expect(run.timeline.map(({ text }) => text)).toContain('Begins again: another worker held it before')
  expect(await whoTakesWrites()).toEqual([REPLICA])
  expect(await historyOf()).toEqual(before)
})
