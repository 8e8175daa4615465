import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { dataFolder } from '@/lib/server/config/data-folder'
import { startEmbeddedPostgres } from '@/lib/server/db/embedded-postgres'
import { migrate } from '@/lib/server/db/migrations'
import { execute, withDatabase } from './test-database'

/** One PostgreSQL for the whole run, without the durability that tests do not need, with a migrated template. */
export default async function setUp(): Promise<() => Promise<void>> {
  const folder = join(dataFolder(), 'tests', `postgres-${process.pid}`)
  mkdirSync(folder, { recursive: true })
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
  const postgres = await startEmbeddedPostgres(folder, { settings })
  const tearDown = async () => {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
  try {
    await execute(postgres.url, 'CREATE DATABASE switchyard_template')
    await migrate(withDatabase(postgres.url, 'switchyard_template'))
  } catch (error) {
    await tearDown()
    throw error
  }
  process.env.SWITCHYARD_TEST_POSTGRES = postgres.url
  return tearDown
}
