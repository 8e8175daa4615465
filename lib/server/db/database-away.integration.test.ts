import { expect, test } from 'vitest'
import { openHangingRelay } from '@/lib/testing/hanging-relay'
import { createTestDatabase } from '@/lib/testing/test-database'
import { isDatabaseAway } from './database-away'
import { createDatabase } from './prisma'

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

test('a database that nobody answers for is away, however it is asked', async () => {
  const database = createDatabase('postgresql://nobody:none@127.0.0.1:1/none', 1)
  const failures = await Promise.all([
    failureOf(database.user.findFirst()),
    failureOf(database.$queryRaw`SELECT 1`),
    failureOf(database.$transaction((transaction) => transaction.user.findFirst())),
  ])
  expect(failures.map(isDatabaseAway)).toEqual([true, true, true])
})

test('a database that goes away in the middle is away too', async () => {
  const { database, drop } = await createTestDatabase()
  const asleep = failureOf(database.$queryRaw`SELECT 1 FROM (SELECT pg_sleep(30)) s`)
  const others = () => database.$queryRaw`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%pg_sleep(30)%'`
  let ended: unknown[] = []
  while (ended.length === 0) ended = (await others()) as unknown[]
  expect(isDatabaseAway(await asleep)).toBe(true)
  await drop()
})

test('a database that hangs is away: for who asks it, who waits for a free connection, and who opens one', async () => {
  const { url, drop } = await createTestDatabase()
  const { hostname: host, port } = new URL(url)
  const relay = await openHangingRelay({ host, port: Number(port) })
  const through = new URL(url)
  through.port = String(relay.port)
  const database = createDatabase(through.toString(), 1, 6_000)
  await database.user.findFirst()
  relay.hang()
  const failures = await Promise.all([
    failureOf(database.user.findFirst()),
    failureOf(database.user.findFirst()),
    failureOf(database.$transaction((transaction) => transaction.user.findFirst())),
  ])
  failures.push(await failureOf(database.user.findFirst()))
  expect(failures.map((failure) => [isDatabaseAway(failure), String(failure)])).toEqual(
    failures.map((failure) => [true, String(failure)]),
  )
  await relay.close()
  await database.$disconnect()
  await drop()
})

test('a statement that is wrong is not the absence of the database', async () => {
  const { database, drop } = await createTestDatabase()
  const failure = await failureOf(database.$queryRaw`SELECT nonsense`)
  expect(failure).toBeInstanceOf(Error)
  expect(isDatabaseAway(failure)).toBe(false)
  await drop()
})
