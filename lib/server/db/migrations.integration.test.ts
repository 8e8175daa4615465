import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { appendEvents, listEventsAfter } from '@/lib/server/repositories/event.repository'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { migrate } from './migrations'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

it('applies nothing to a database that is up to date', async () => {
  expect((await migrate(test.url)).applied).toEqual([])
})

it('lets one process migrate while others wait, and none fails', async () => {
  const results = await Promise.all([migrate(test.url), migrate(test.url), migrate(test.url)])
  expect(results.flatMap((result) => result.applied)).toEqual([])
})

it('gives events ascending ids in the order of commit and rings the doorbell with the newest', async () => {
  const listener = new Client({ connectionString: test.url })
  await listener.connect()
  await listener.query('LISTEN switchyard_event')
  const rung = new Promise<string>((resolve) =>
    listener.once('notification', (note) => resolve(note.payload ?? '')),
  )
  const stored = await test.database.$transaction((tx) =>
    appendEvents(tx, [
      { kind: 'inventory-applied', revision: 1 },
      { kind: 'inventory-applied', revision: 2 },
    ]),
  )
  expect(await rung).toBe(String(stored[1]?.id))
  expect((await listEventsAfter(test.database, stored[0]?.id ?? 0, 10)).map((event) => event.body)).toEqual([
    { kind: 'inventory-applied', revision: 2 },
  ])
  await listener.end()
})

it('refuses a database that a newer version has migrated, and changes nothing', async () => {
  await test.database.$executeRawUnsafe(`INSERT INTO _prisma_migrations
    (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ('newer', 'x', '9999_newer', now(), 1)`)
  await expect(migrate(test.url)).rejects.toThrow(/newer schema.*9999_newer/)
})
