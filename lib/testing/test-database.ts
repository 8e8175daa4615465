import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { createDatabase, type Database } from '@/lib/server/db/prisma'

export interface TestDatabase {
  readonly url: string
  readonly database: Database
  drop(): Promise<void>
}

/**
 * A fresh database with the present schema, for one test file. It is copied from a template that the set-up
 * of the test project has migrated once.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = process.env.SWITCHYARD_TEST_POSTGRES
  if (!serverUrl) throw new Error('createTestDatabase needs the global set-up of the integration project')
  const name = `test_${randomBytes(6).toString('hex')}`
  await execute(serverUrl, `CREATE DATABASE ${name} TEMPLATE switchyard_template`)
  const url = withDatabase(serverUrl, name)
  const database = createDatabase(url, 5)
  return {
    url,
    database,
    drop: async () => {
      await database.$disconnect()
      await execute(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}

export function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.toString()
}

export async function execute(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Empties tables and begins their ids anew, the audit log too, whose own triggers refuse it to everybody else. */
export async function emptyTables(database: Database, tables: readonly string[]): Promise<void> {
  const names = tables.map((table) => `"${table}"`).join(', ')
  await database.$transaction([
    database.$executeRawUnsafe('SET LOCAL session_replication_role = replica'),
    database.$executeRawUnsafe(`TRUNCATE ${names} RESTART IDENTITY CASCADE`),
  ])
}
