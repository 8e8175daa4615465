import { expect, test } from 'vitest'
import { createTestDatabase } from '@/lib/testing/test-database'
import { createDatabase } from './prisma'

/** Sooner than what a person's page waits for an answer. */
const SOON_MS = 8_000

test('a process that stands still in a transaction gives its locks back before others give up', async () => {
  const { database: other, url, drop } = await createTestDatabase()
  const frozen = createDatabase(url, 1)
  const [isHeld, isThawed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const transaction = frozen
    .$transaction(
      async (inside) => {
        await inside.$executeRaw`SELECT pg_advisory_xact_lock(42)`
        isHeld.resolve()
        await isThawed.promise
        await inside.$executeRaw`SELECT 1`
      },
      { timeout: 60_000 },
    )
    .then(
      () => 'committed',
      () => 'undone',
    )
  await isHeld.promise
  const askedAtMs = performance.now()
  await other.$transaction((inside) => inside.$executeRaw`SELECT pg_advisory_xact_lock(42)`, {
    timeout: 60_000,
  })
  expect(performance.now() - askedAtMs).toBeLessThan(SOON_MS)
  isThawed.resolve()
  expect(await transaction).toBe('undone')
  expect(await frozen.user.count()).toBe(0)
  await frozen.$disconnect()
  await drop()
})
