import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { EventBody } from '@/lib/core/events/event'
import { dataFolder } from '@/lib/server/config/data-folder'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@/lib/server/db/embedded-postgres'
import { migrate } from '@/lib/server/db/migrations'
import { createDatabase, type Database } from '@/lib/server/db/prisma'
import { listEventsAfter } from '@/lib/server/repositories/event.repository'
import { listCurrentProbeStates } from '@/lib/server/repositories/probe.repository'
import { makeLink } from '@/lib/testing/inventory-factory'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { declare, listenOnLoopback, makeTcpNode, makeWorker } from '@/lib/testing/worker'
import type { WorkerProcess } from './worker-process'

let test: TestDatabase
const workers: WorkerProcess[] = []
const children: ChildProcess[] = []
const soon = { timeout: 20_000, interval: 25 }

beforeEach(async () => {
  test = await createTestDatabase()
})
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()))
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await test.drop()
})

async function startWorker(id: string, url = test.url, database = test.database): Promise<WorkerProcess> {
  const worker = makeWorker(url, database, id)
  workers.push(worker)
  await worker.start()
  return worker
}

async function events(
  kind: EventBody['kind'],
  database: Database = test.database,
): Promise<readonly EventBody[]> {
  const all = await listEventsAfter(database, 0, 1_000)
  return all.map((event) => event.body).filter((body) => body.kind === kind)
}

async function healthOf(probeSlug: string, database: Database = test.database) {
  return (await listCurrentProbeStates(database)).get(probeSlug)
}

it('probes what is declared, and what is declared later without waiting for anything', async () => {
  const peer = await listenOnLoopback()
  await declare(test.database, { nodes: [makeTcpNode('web', { port: peer.port })], links: [] })
  await startWorker('one')
  await vi.waitFor(async () => expect((await healthOf('web/tcp'))?.health?.status).toBe('healthy'), soon)
  const nodes = [makeTcpNode('web', { port: peer.port }), makeTcpNode('late', { port: peer.port })]
  await declare(test.database, { nodes, links: [] })
  await vi.waitFor(async () => expect((await healthOf('late/tcp'))?.health?.status).toBe('healthy'), soon)
  await peer.fail()
})

it('decides on a broken connection within seconds, and looks at once at what the node depends on', async () => {
  const [web, database] = [await listenOnLoopback(), await listenOnLoopback()]
  const nodes = [
    makeTcpNode('web', { port: web.port, intervalSeconds: 600 }),
    makeTcpNode('database', { port: database.port, intervalSeconds: 600 }),
  ]
  await declare(test.database, { nodes, links: [makeLink('web', 'database')] })
  await startWorker('one')
  await vi.waitFor(async () => {
    expect((await healthOf('web/tcp'))?.health?.status).toBe('healthy')
    expect((await healthOf('database/tcp'))?.health?.status).toBe('healthy')
  }, soon)
  const before = (await healthOf('database/tcp'))?.health?.lastFinishedAtMs ?? 0
  // A connection must have stood for a second before its end says something.
  await vi.waitFor(() => expect(Date.now() - before).toBeGreaterThan(1_500), soon)
  const failedAtMs = Date.now()
  await web.fail()
  await vi.waitFor(async () => expect((await healthOf('web/tcp'))?.health?.status).toBe('down'), soon)
  const downAtMs = (await healthOf('web/tcp'))?.health?.sinceMs ?? 0
  expect(downAtMs - failedAtMs).toBeLessThan(4_000)
  expect(await events('probe-suspect')).toMatchObject([{ probeSlug: 'web/tcp' }])
  const looked = (await healthOf('database/tcp'))?.health
  expect(looked?.lastFinishedAtMs).toBeGreaterThan(failedAtMs)
  expect(looked?.status).toBe('healthy')
  await database.fail()
})

it('spreads nodes over the workers, each to one, and hands them over when one stops', async () => {
  const peer = await listenOnLoopback()
  const nodes = Array.from({ length: 8 }, (_, index) => makeTcpNode(`node-${index}`, { port: peer.port }))
  await declare(test.database, { nodes, links: [] })
  await startWorker('one')
  const two = await startWorker('two')
  const ownersAfter = async (atMs: number) => {
    const states = [...(await listCurrentProbeStates(test.database)).values()]
    expect(states).toHaveLength(8)
    for (const state of states) expect(state.health?.lastFinishedAtMs).toBeGreaterThan(atMs)
    return new Set(states.map((state) => state.workerId))
  }
  const sharedAtMs = Date.now() + 500
  await vi.waitFor(async () => expect(await ownersAfter(sharedAtMs)).toEqual(new Set(['one', 'two'])), soon)
  await two.stop()
  const stoppedAtMs = Date.now()
  await vi.waitFor(async () => expect(await ownersAfter(stoppedAtMs)).toEqual(new Set(['one'])), soon)
  await peer.fail()
})

function startProcess(url: string): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', 'worker/main.ts'], {
    env: { ...process.env, DATABASE_URL: url, LOG_LEVEL: 'error' },
    stdio: 'ignore',
  })
  children.push(child)
  return child
}

it('takes over what a killed worker probed when its lease ends, and no health goes stale', async () => {
  const peer = await listenOnLoopback()
  const nodes = Array.from({ length: 6 }, (_, index) => makeTcpNode(`node-${index}`, { port: peer.port }))
  await declare(test.database, { nodes, links: [] })
  const child = startProcess(test.url)
  await vi.waitFor(async () => expect((await listCurrentProbeStates(test.database)).size).toBe(6), soon)
  await startWorker('survivor')
  const isAllBy = async (workerId: string) => {
    const states = [...(await listCurrentProbeStates(test.database)).values()]
    return states.every((state) => state.workerId === workerId)
  }
  child.kill('SIGKILL')
  const killedAtMs = Date.now()
  await vi.waitFor(async () => expect(await isAllBy('survivor')).toBe(true), soon)
  // A lease is 6 s; then the probes are looked at within their second.
  expect(Date.now() - killedAtMs).toBeLessThan(9_000)
  expect(await events('worker-changed')).toMatchObject([
    { change: 'started' },
    { workerId: 'survivor', change: 'started' },
    { change: 'lost' },
  ])
  const stale = await test.database.healthTransition.count({ where: { toStatus: 'unknown' } })
  expect(stale).toBe(0)
  await peer.fail()
})

it('goes on probing while PostgreSQL restarts, stores all of it then, and hears of changes again', async () => {
  const own = await startOwnPostgres()
  const database = createDatabase(own.url, 5)
  const peer = await listenOnLoopback()
  await declare(database, { nodes: [makeTcpNode('web', { port: peer.port })], links: [] })
  const worker = await startWorker('one', own.url, database)
  await vi.waitFor(
    async () => expect((await healthOf('web/tcp', database))?.version).toBeGreaterThan(1),
    soon,
  )
  await own.stop()
  const stoppedAtMs = Date.now()
  await peer.fail()
  await vi.waitFor(() => expect(Date.now() - stoppedAtMs).toBeGreaterThan(3_000), soon)
  const again = await startEmbeddedPostgres(own.folder)
  const startedAtMs = Date.now()
  expect(again.url).toBe(own.url)
  await vi.waitFor(
    async () => expect((await healthOf('web/tcp', database))?.health?.status).toBe('down'),
    soon,
  )
  const downSinceMs = (await healthOf('web/tcp', database))?.health?.sinceMs ?? 0
  expect(downSinceMs).toBeLessThan(startedAtMs)
  const during = await database.observation.count({
    where: { finishedAt: { gt: new Date(stoppedAtMs), lt: new Date(startedAtMs) } },
  })
  expect(during).toBeGreaterThanOrEqual(3)
  await declare(database, { nodes: [makeTcpNode('late', { port: peer.port })], links: [] })
  await vi.waitFor(async () => expect(await healthOf('late/tcp', database)).toBeDefined(), soon)
  await worker.stop()
  await database.$disconnect()
  await again.stop()
  rmSync(own.folder, { recursive: true, force: true })
})

async function startOwnPostgres(): Promise<EmbeddedPostgres> {
  const folder = join(dataFolder(), 'tests', `restart-${process.pid}`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const own = await startEmbeddedPostgres(folder)
  await migrate(own.url)
  return own
}
