import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { systemClock } from '@/lib/core/time/clock'
import { readRun } from '@/lib/server/services/runs/read-run'
import { startRun } from '@/lib/server/services/runs/start-run'
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
  ])
  await world.add('thing')
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

it.each(boundaries)(
  'kill -9 %s: another worker ends the run, and the world was changed once',
  async (kill_at) => {
    const actor = {
      type: 'user',
      id: crypto.randomUUID(),
      email: 'ada@test.example',
      role: 'commander',
    } as const
    const context = { actor, clock: systemClock, database: test.database, requestId: 'test' }
    await world.set('thing', { is_done: false, acts: 0, tokens: [], kill_at })
    const before = new Set(workers)
    const { id } = await startRun(context, {
      id: 'automatic',
      mode: 'drill',
      reason: 'chaos',
      parameters: {},
    })
    await vi.waitFor(async () => expect((await readRun(context, { id })).status).toBe('succeeded'), {
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
