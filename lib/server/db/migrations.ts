import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { AppError } from '@/lib/core/errors/app-error'
import { prepareJobQueues } from '@/lib/server/jobs/job-queues'
import { listMigrations } from './migration-names'
import { withSchemaEngine } from './schema-engine'

/** Any number; the same in every process, so that one migrates and the others wait. */
const MIGRATION_LOCK = 7_265_381
const LOCK_DEADLINE = '120s'

export interface MigrationResult {
  readonly applied: readonly string[]
}

/**
 * Brings the schema of a database up to this code, under a lock. Refuses, before anything is changed, a
 * database that holds migrations which this code does not know: it belongs to a newer version.
 */
export async function migrate(
  url: string,
  prismaFolder = join(process.cwd(), 'prisma'),
): Promise<MigrationResult> {
  const lock = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  await lock.connect()
  try {
    await lock.query(`SET lock_timeout = '${LOCK_DEADLINE}'`)
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
    const known = await listMigrations(prismaFolder)
    await refuseNewerSchema(lock, known)
    const applied = await applyMigrations(url, prismaFolder, known)
    await prepareJobQueues(url)
    return { applied }
  } finally {
    await lock.end()
  }
}

async function refuseNewerSchema(client: Client, known: readonly string[]): Promise<void> {
  const table = await client.query(`SELECT to_regclass('public._prisma_migrations') AS name`)
  if (!table.rows[0]?.name) return
  const done = await client.query(
    'SELECT migration_name FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  )
  const unknown = done.rows.map((row) => String(row.migration_name)).filter((name) => !known.includes(name))
  if (unknown.length === 0) return
  throw new AppError(
    'conflict',
    `The database has a newer schema than this version of Switchyard knows (${unknown.join(', ')}). Start the newer version, or use another database.`,
  )
}

async function applyMigrations(
  url: string,
  prismaFolder: string,
  known: readonly string[],
): Promise<readonly string[]> {
  const list = await migrationList(prismaFolder, known)
  const schema = await readFile(join(prismaFolder, 'schema.prisma'), 'utf8')
  return withSchemaEngine(url, schema, async (engine) => {
    const filters = { externalTables: [], externalEnums: [] }
    const result = await engine.applyMigrations({ migrationsList: list, filters })
    return result.appliedMigrationNames
  })
}

/** The migrations as Prisma's engine takes them. */
export async function migrationList(prismaFolder: string, names: readonly string[]) {
  const baseDir = join(prismaFolder, 'migrations')
  const directories = names.map(async (name) => {
    const script = await readFile(join(baseDir, name, 'migration.sql'), 'utf8')
    return {
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: script } },
    }
  })
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(directories),
  }
}
