import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import type { Role } from '@/lib/core/auth/role'
import { LOOK_COUNTS_MS } from '@/lib/core/runbooks/evaluation'
import { type Clock, systemClock } from '@/lib/core/time/clock'
import { JobBoss } from '@/lib/server/jobs/job-boss'
import { EventHub } from '@/lib/server/live/event-hub'
import { appendEvents, listEventsAfter } from '@/lib/server/repositories/event.repository'
import { listEvaluations } from '@/lib/server/repositories/runbook-evaluation.repository'
import { createSecretStore } from '@/lib/server/secrets/secret-store'
import { askEvaluation } from '@/lib/server/services/runbooks/ask-evaluation'
import { listRunbooks } from '@/lib/server/services/runbooks/list-runbooks'
import { makeNode } from '@/lib/testing/inventory-factory'
import { testKinds } from '@/lib/testing/runbook-kinds'
import { writeRunbooks } from '@/lib/testing/runbooks'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { createTestWorld, type TestWorld } from '@/lib/testing/test-world'
import { declare, silentLog } from '@/lib/testing/worker'
import { addTestKinds } from '../kinds'
import { createRedactor } from './redact'
import { RunbookEvaluator } from './runbook-evaluator'

let test: TestDatabase
let world: TestWorld
let folder: ReturnType<typeof writeRunbooks>
const stops: (() => Promise<void>)[] = []
const soon = { timeout: 20_000, interval: 50 }

beforeAll(async () => {
  addTestKinds(testKinds)
  test = await createTestDatabase()
  world = await createTestWorld(test)
  const settings = await world.add('thing')
  const act = { key: 'act', kind: 'action', action: 'test-act', settings }
  const to = { name: 'to', title: 'Who', default: 'web' }
  folder = writeRunbooks([
    { id: 'fit', steps: [act, { key: 'look', kind: 'check', check: 'test-check', settings }] },
    {
      id: 'chosen',
      steps: [{ ...act, action: 'test-choose' }],
      head: { targets: ['other'], parameters: [{ ...to, options: ['web', 'gone', 'other'] }] },
    },
    { id: 'lost', steps: [act], head: { targets: ['gone'] } },
  ])
  writeFileSync(join(folder.folder, 'torn.md'), '---\nid: torn\n')
  await declare(test.database, { nodes: [makeNode('web'), makeNode('other')], links: [] })
})
afterEach(() => Promise.all(stops.splice(0).map((stop) => stop())))
afterAll(async () => {
  folder.remove()
  await test.drop()
})

function begin(): void {
  const { database, url } = test
  const hub = new EventHub({ database, url, log: silentLog })
  const boss = new JobBoss({ url, log: silentLog })
  const parts = { clock: systemClock, secrets: createSecretStore(), log: silentLog, createRedactor }
  const evaluator = new RunbookEvaluator({ database, boss, ...parts })
  hub.start()
  hub.subscribe(undefined, (message) => evaluator.hear(message))
  evaluator.start()
  stops.push(async () => {
    await evaluator.close()
    await Promise.all([hub.close(), boss.close()])
  })
}

async function evaluationOf(id: string) {
  return (await listEvaluations(test.database)).get(id)
}

it('tells before anyone needs it which runbook would not work and why, and changes nothing', async () => {
  begin()
  begin()
  await vi.waitFor(async () => expect((await listEvaluations(test.database)).size).toBe(3), soon)
  expect(await evaluationOf('fit')).toMatchObject({
    status: 'executable',
    reasons: [],
    checks: { act: [{ outcome: 'passed' }], look: [] },
  })
  expect(await evaluationOf('lost')).toMatchObject({
    status: 'not-executable',
    reasons: ['there is no node gone'],
  })
  expect((await world.look('thing')).calls).toBe(0)
  const actor = { type: 'system', name: 'test', role: 'admin' } as const
  const context = { actor, clock: systemClock, database: test.database, requestId: 'test' }
  const { runbooks: told, problems } = await listRunbooks(context)
  expect(problems.length).toBeGreaterThan(0)
  expect(problems.every(({ file, line, remedy }) => file === 'torn.md' && line !== null && remedy)).toBe(true)
  expect(told.map(({ id, executable }) => [id, executable.status])).toEqual([
    ['chosen', 'executable'],
    ['fit', 'executable'],
    ['lost', 'not-executable'],
  ])
})

it('evaluates again when the health of a target or the inventory changes', async () => {
  begin()
  await world.set('thing', { is_ready: false })
  const health = { from: 'healthy', to: 'down', reason: 'gone', observedAtMs: Date.now() } as const
  await test.database.$transaction((transaction) =>
    appendEvents(transaction, [{ kind: 'health-changed', nodeSlug: 'web', probeSlug: 'web/tcp', ...health }]),
  )
  await vi.waitFor(async () => expect((await evaluationOf('fit'))?.status).toBe('not-executable'), soon)
  expect((await evaluationOf('fit'))?.reasons).toEqual([
    'Step act: “it is ready” does not hold: it is not ready',
  ])
  await world.set('thing', { is_ready: true })
  await declare(test.database, { nodes: [makeNode('web'), makeNode('other'), makeNode('gone')], links: [] })
  await vi.waitFor(async () => expect((await evaluationOf('lost'))?.status).toBe('executable'), soon)
})

it('finds out which values of a parameter would do, and which would do nothing', async () => {
  begin()
  await vi.waitFor(async () => expect(await evaluationOf('chosen')).toBeDefined(), soon)
  expect((await evaluationOf('chosen'))?.choices.to).toEqual([
    { value: 'web', verdict: 'fit', reason: 'thing is near' },
    { value: 'gone', verdict: 'already', reason: 'it is so already' },
  ])
  expect((await evaluationOf('fit'))?.choices).toEqual({})
})

function as(role: Role, clock: Clock = systemClock) {
  const actor = { type: 'token', id: role, name: role, role } as const
  return { actor, clock, database: test.database, requestId: 'test' }
}

it('is asked to look again before a run is started, and finds what changed without a sign', async () => {
  begin()
  await vi.waitFor(async () => expect((await evaluationOf('fit'))?.status).toBe('executable'), soon)
  await world.set('thing', { is_ready: false })
  const later: Clock = { ...systemClock, nowMs: () => Date.now() + LOOK_COUNTS_MS }
  const { notBefore } = await askEvaluation(as('operator', later), { id: 'fit' })
  await vi.waitFor(async () => expect((await evaluationOf('fit'))?.status).toBe('not-executable'), soon)
  expect((await evaluationOf('fit'))?.evaluatedAtMs).toBeGreaterThanOrEqual(Date.parse(notBefore))
  await world.set('thing', { is_ready: true })
})

it('of many who ask at the same time the first is heard, and whoever may not start is refused', async () => {
  const [{ id: newest } = { id: 0 }] = await test.database.event.findMany({
    orderBy: { id: 'desc' },
    take: 1,
  })
  const inAnHour: Clock = { ...systemClock, nowMs: () => 1_900_000_000_000 }
  const askers = Array.from({ length: 20 }, () => askEvaluation(as('commander', inAnHour), { id: 'fit' }))
  const answers = new Set((await Promise.all(askers)).map(({ notBefore }) => notBefore))
  expect(answers).toEqual(new Set(['2030-03-17T17:46:35.000Z']))
  const told = await listEventsAfter(test.database, Number(newest), 100)
  expect(told.map(({ body }) => body)).toEqual([
    { kind: 'evaluation-asked', runbookId: 'fit', notBeforeMs: 1_899_999_995_000 },
  ])
  await expect(askEvaluation(as('auditor'), { id: 'fit' })).rejects.toMatchObject({ code: 'forbidden' })
})
