import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Role } from '@/lib/core/auth/role'
import type { AppError } from '@/lib/core/errors/app-error'
import type { Inventory } from '@/lib/core/inventory/inventory'
import type { ServiceContext } from '@/lib/server/services/service-context'
import { makeInventory, makeLink, makeNode } from '@/lib/testing/inventory-factory'
import { createTestDatabase, emptyTables, type TestDatabase } from '@/lib/testing/test-database'
import { applyInventory } from './apply-inventory'
import { exportInventory } from './export-inventory'
import { getInventory } from './get-inventory'
import { listInventoryRevisions } from './list-revisions'
import { planInventoryText } from './plan-inventory'

let testDatabase: TestDatabase

beforeAll(async () => {
  testDatabase = await createTestDatabase()
})
afterAll(() => testDatabase.drop())

beforeEach(async () => {
  const { database } = testDatabase
  await emptyTables(database, ['InventoryRevision', 'Probe', 'AuditEntry', 'Event'])
})

function contextOf(role: Role): ServiceContext {
  const actor = { type: 'user', id: 'u1', email: `${role}@example.org`, role } as const
  const clock = { nowMs: () => Date.UTC(2026, 0, 2, 3, 4, 5) }
  return { actor, clock, database: testDatabase.database, requestId: 'request-1' }
}

function inputOf(inventory: Inventory, message = 'because') {
  return { text: JSON.stringify(inventory), file: 'estate.json', message }
}

function apply(inventory: Inventory) {
  return applyInventory(contextOf('admin'), inputOf(inventory))
}

const withMovedPort = () =>
  makeInventory({
    nodes: [
      makeNode('web', {
        zone: 'dmz',
        probes: [{ key: 'tcp', kind: 'tcp', settings: { host: '127.0.0.1', port: 81 } }],
      }),
      makeNode('database', { kind: 'database' }),
    ],
  })

async function counts() {
  const { database } = testDatabase
  return {
    revisions: await database.inventoryRevision.count(),
    probes: await database.probe.count({ where: { removedAt: null } }),
    auditEntries: await database.auditEntry.count(),
    events: await database.event.count(),
  }
}

test('applying makes one revision with its probes, one audit entry and one event', async () => {
  const applied = await apply(makeInventory())
  expect(applied).toMatchObject({ revision: 1, isChanged: true })
  expect(await counts()).toEqual({ revisions: 1, probes: 2, auditEntries: 1, events: 1 })
  const entry = await testDatabase.database.auditEntry.findFirstOrThrow()
  expect(entry).toMatchObject({
    actor: 'admin@example.org',
    action: 'inventory.apply',
    subject: 'inventory/small',
    requestId: 'request-1',
    after: { revision: 1, message: 'because', added: 7, changed: 0, removed: 0 },
  })
  const event = await testDatabase.database.event.findFirstOrThrow()
  expect(event.body).toEqual({ kind: 'inventory-applied', revision: 1 })
})

test('applying the same inventory again changes nothing', async () => {
  await apply(makeInventory())
  const again = await apply(makeInventory())
  expect(again).toMatchObject({ revision: 1, isChanged: false, plan: { changes: [] } })
  expect(await counts()).toEqual({ revisions: 1, probes: 2, auditEntries: 1, events: 1 })
})

test('an inventory that is not valid changes nothing', async () => {
  await apply(makeInventory())
  const text = JSON.stringify(makeInventory({ links: [makeLink('web', 'nowhere')] }))
  const refused = applyInventory(contextOf('admin'), { text, file: 'estate.json', message: 'm' })
  await expect(refused).rejects.toMatchObject({
    code: 'bad-input',
    problems: [{ path: 'links.0.target', message: 'there is no node nowhere', file: 'estate.json', line: 1 }],
  } satisfies Partial<AppError>)
  expect(await counts()).toEqual({ revisions: 1, probes: 2, auditEntries: 1, events: 1 })
})

test('an exported inventory applied again is no change', async () => {
  await apply(makeInventory())
  const { text, revision } = await exportInventory(contextOf('auditor'))
  const again = await applyInventory(contextOf('admin'), { text, file: 'export.yaml', message: 'again' })
  expect([revision, again.isChanged]).toEqual([1, false])
})

test('a probe keeps its id while it changes, and what was observed under other settings is forgotten', async () => {
  const { database } = testDatabase
  await apply(makeInventory())
  const before = await database.probe.findMany({ orderBy: { slug: 'asc' } })
  const at = new Date()
  const state = { observedAt: at, validUntil: at, health: {}, evidence: [], figures: {} }
  await database.probeState.createMany({ data: before.map((probe) => ({ probeId: probe.id, ...state })) })
  await apply(withMovedPort())
  const after = await database.probe.findMany({ orderBy: { slug: 'asc' }, include: { state: true } })
  expect(after.map((probe) => probe.id)).toEqual(before.map((probe) => probe.id))
  expect(after.map((probe) => [probe.slug, probe.state !== null])).toEqual([
    ['database/tcp', true],
    ['web/tcp', false],
  ])
  expect(after[1]?.settings).toEqual({ host: '127.0.0.1', port: 81 })
})

test('a removed probe is marked, and has its id again when it comes back', async () => {
  const { database } = testDatabase
  await apply(makeInventory())
  const before = await database.probe.findUniqueOrThrow({ where: { slug: 'database/tcp' } })
  await apply(makeInventory({ nodes: [makeNode('web', { zone: 'dmz' })], links: [] }))
  const removed = await database.probe.findUniqueOrThrow({ where: { slug: 'database/tcp' } })
  expect(removed.removedAt).toEqual(new Date(contextOf('admin').clock.nowMs()))
  await apply(makeInventory())
  const back = await database.probe.findUniqueOrThrow({ where: { slug: 'database/tcp' } })
  expect([back.id, back.removedAt]).toEqual([before.id, null])
})

test('a plan says what would change and changes nothing', async () => {
  await apply(makeInventory())
  const planned = await planInventoryText(contextOf('admin'), inputOf(withMovedPort()))
  expect(planned).toMatchObject({ baseRevision: 1, plan: { added: 0, changed: 1, removed: 0 } })
  expect(await counts()).toMatchObject({ revisions: 1, events: 1 })
})

test('a plan made on an earlier revision is refused as a conflict', async () => {
  await apply(makeInventory())
  await apply(withMovedPort())
  const stale = applyInventory(contextOf('admin'), { ...inputOf(makeInventory()), baseRevision: 1 })
  await expect(stale).rejects.toMatchObject({ code: 'conflict' })
  expect((await counts()).revisions).toBe(2)
})

test('of many people who apply the same at once, one makes the revision', async () => {
  const results = await Promise.all(Array.from({ length: 4 }, () => apply(makeInventory())))
  expect(results.filter((result) => result.isChanged)).toHaveLength(1)
  expect(await counts()).toEqual({ revisions: 1, probes: 2, auditEntries: 1, events: 1 })
})

test('an auditor reads every revision, and may neither plan nor apply', async () => {
  await apply(makeInventory())
  await apply(withMovedPort())
  const auditor = contextOf('auditor')
  expect((await getInventory(auditor)).revision).toBe(2)
  expect((await getInventory(auditor, 1)).inventory).toEqual(makeInventory())
  expect((await listInventoryRevisions(auditor, 10)).map((each) => each.revision)).toEqual([2, 1])
  for (const role of ['auditor', 'operator', 'commander'] as const) {
    const input = inputOf(makeInventory())
    await expect(planInventoryText(contextOf(role), input)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(applyInventory(contextOf(role), input)).rejects.toMatchObject({ code: 'forbidden' })
  }
  expect((await counts()).revisions).toBe(2)
})

test('before the first inventory, reading it tells how to apply one', async () => {
  const reading = getInventory(contextOf('auditor'))
  await expect(reading).rejects.toMatchObject({
    code: 'not-found',
    message: expect.stringContaining('npm run inventory -- apply'),
  })
})
