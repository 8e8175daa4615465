import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { systemClock } from '@/lib/core/time/clock'
import { dataFolder } from '@/lib/server/config/data-folder'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@/lib/server/db/embedded-postgres'
import { migrate } from '@/lib/server/db/migrations'
import { createDatabase, type Database } from '@/lib/server/db/prisma'
import { readRun } from '@/lib/server/services/runs/read-run'
import { startRun } from '@/lib/server/services/runs/start-run'
import { startEngine } from '@/lib/testing/engine'
import { testKinds } from '@/lib/testing/runbook-kinds'
import { writeRunbooks } from '@/lib/testing/runbooks'
import { createTestWorld } from '@/lib/testing/test-world'
import { addTestKinds } from '../kinds'

const folder = join(dataFolder(), 'tests', `engine-restart-${process.pid}`)
let postgres: EmbeddedPostgres
let database: Database

beforeAll(async () => {
  addTestKinds(testKinds)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  postgres = await startEmbeddedPostgres(folder)
  await migrate(postgres.url)
  database = createDatabase(postgres.url, 5)
})
afterAll(async () => {
  await database.$disconnect()
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
})

it('goes on with a run after PostgreSQL was restarted in the middle of a step, and acts once', async () => {
  const test = { url: postgres.url, database, drop: async () => undefined }
  const world = await createTestWorld(test)
  const settings = await world.add('thing', { hold_ms: 1_500 })
  const act = {
    key: 'act',
    kind: 'action',
    action: 'test-act',
    settings,
    automatic: true,
    timeoutSeconds: 60,
  }
  const runbooks = writeRunbooks([{ id: 'restart', steps: [act] }])
  const actor = {
    type: 'user',
    id: crypto.randomUUID(),
    email: 'ada@test.example',
    role: 'commander',
  } as const
  const context = { actor, clock: systemClock, database, requestId: 'test' }
  const engine = startEngine(test, 'engine')
  const soon = { timeout: 60_000, interval: 50 }
  const { id } = await startRun(context, { id: 'restart', mode: 'drill', reason: 'chaos', parameters: {} })
  await vi.waitFor(async () => expect((await world.look('thing')).calls).toBe(1), soon)
  await postgres.stop()
  const stoppedAtMs = Date.now()
  await vi.waitFor(() => expect(Date.now() - stoppedAtMs).toBeGreaterThan(3_000), soon)
  postgres = await startEmbeddedPostgres(folder)
  await vi.waitFor(async () => expect((await readRun(context, { id })).status).toBe('succeeded'), soon)
  expect((await world.look('thing')).acts).toBe(1)
  await engine.stop()
  runbooks.remove()
}, 150_000)
