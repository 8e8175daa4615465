import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { systemClock } from '@/lib/core/time/clock'
import { readRun } from '@/lib/server/services/runs/read-run'
import { abortRun } from '@/lib/server/services/runs/run-commands'
import { startRun } from '@/lib/server/services/runs/start-run'
import { undoStep } from '@/lib/server/services/runs/step-commands'
import { startWorkerProcess } from '@/lib/testing/engine'
import { testKinds } from '@/lib/testing/runbook-kinds'
import { writeRunbooks } from '@/lib/testing/runbooks'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { createTestWorld, type TestWorld } from '@/lib/testing/test-world'
import { addTestKinds } from '../kinds'

/** Where a process can die between two words of the journal; each is named by what comes next. */
const boundaries = [
  'before-check',
  'before-describe',
  'before-preflight',
  'before-observe',
  'before-act',
  'after-act',
  'before-verify',
  'after-verify',
]

let test: TestDatabase
let world: TestWorld
let folder: { remove(): void }
const workers = new Set<ChildProcess>()

function addWorker(): void {
  const worker = startWorkerProcess(test.url)
  workers.add(worker)
  worker.once('exit', () => workers.delete(worker))
}

beforeAll(async () => {
  addTestKinds(testKinds)
  test = await createTestDatabase()
  world = await createTestWorld(test)
  const settings = { url: test.url, name: 'thing' }
  folder = writeRunbooks([
    {
      id: 'automatic',
      steps: [
        { key: 'look', kind: 'check', check: 'test-check', settings, automatic: true, phase: 'detect' },
        { key: 'act', kind: 'action', action: 'test-act', settings, automatic: true },
        { key: 'verify', kind: 'check', check: 'test-check', settings, automatic: true, phase: 'verify' },
      ],
    },
    {
      id: 'undone',
      steps: [
        {
          key: 'act',
          kind: 'action',
          action: 'test-undoable',
          settings: { ...settings, name: 'other' },
          automatic: true,
        },
        { key: 'by-hand', kind: 'manual' },
      ],
    },
  ])
  await world.add('thing')
  await world.add('other')
  addWorker()
  addWorker()
})
afterAll(async () => {
  const ended = [...workers].map((worker) => once(worker, 'exit'))
  for (const worker of workers) worker.kill('SIGKILL')
  await Promise.all(ended)
  folder.remove()
  await test.drop()
})

const actor = {
  type: 'user',
  id: crypto.randomUUID(),
  email: 'ada@test.example',
  role: 'commander',
} as const
const ada = () => ({ actor, clock: systemClock, database: test.database, requestId: 'test' })
const soon = { timeout: 80_000, interval: 100 }

it.each(['before-undo', 'after-undo'])(
  'kill -9 %s: another worker ends taking it back, and it is taken back once',
  async (kill_at) => {
    await world.set('other', { is_done: false, acts: 0, undos: 0 })
    const { id } = await startRun(ada(), { id: 'undone', mode: 'drill', reason: 'chaos', parameters: {} })
    const statusOf = async (key: string) =>
      (await readRun(ada(), { id })).steps.find((step) => step.key === key)?.status
    await vi.waitFor(async () => expect(await statusOf('by-hand')).toBe('ready'), soon)
    await world.set('other', { kill_at })
    const before = new Set(workers)
    await undoStep(ada(), { id, key: 'act', reason: 'chaos' })
    await vi.waitFor(async () => expect(await statusOf('act')).toBe('undone'), soon)
    expect(await world.look('other')).toMatchObject({ is_done: false, undos: 1, kill_at: null })
    await vi.waitFor(() => expect([...before].every((worker) => workers.has(worker))).toBe(false), 20_000)
    await abortRun(ada(), { id, reason: 'seen' })
    addWorker()
  },
  90_000,
)

it.each(boundaries)(
  'kill -9 %s: another worker ends the run, and the world was changed once',
  async (kill_at) => {
    await world.set('thing', { is_done: false, acts: 0, tokens: [], kill_at })
    const before = new Set(workers)
    const { id } = await startRun(ada(), {
      id: 'automatic',
      mode: 'drill',
      reason: 'chaos',
      parameters: {},
    })
    await vi.waitFor(async () => expect((await readRun(ada(), { id })).status).toBe('succeeded'), {
      timeout: 150_000,
      interval: 100,
    })
    const { acts, kill_at: left } = await world.look('thing')
    expect(left).toBeNull()
    expect(acts).toBe(1)
    await vi.waitFor(() => expect([...before].every((worker) => workers.has(worker))).toBe(false), 20_000)
    const { fencingToken } = await test.database.run.findUniqueOrThrow({ where: { id } })
    expect(fencingToken).toBeGreaterThan(2)
    addWorker()
  },
  90_000,
)
