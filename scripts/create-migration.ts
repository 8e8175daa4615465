/** `npm run create-migration -- NAME`: writes the SQL between the migrations and prisma/schema.prisma. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dataFolder } from '@/lib/server/config/data-folder'
import { startEmbeddedPostgres } from '@/lib/server/db/embedded-postgres'
import { listMigrations } from '@/lib/server/db/migration-names'
import { migrationList } from '@/lib/server/db/migrations'
import { withSchemaEngine } from '@/lib/server/db/schema-engine'

const name = process.argv[2]
if (!name || !/^[a-z0-9-]+$/.test(name)) {
  console.error('usage: npm run create-migration -- NAME   (lower-case words joined by hyphens)')
  process.exit(2)
}
const schema = readFileSync('prisma/schema.prisma', 'utf8')
const postgres = await startEmbeddedPostgres(join(dataFolder(), 'create-migration'))
try {
  const known = await listMigrations('prisma').catch(() => [])
  const from =
    known.length === 0
      ? { tag: 'empty' as const }
      : { tag: 'migrations' as const, ...(await migrationList('prisma', known)) }
  const to = { tag: 'schemaDatamodel' as const, files: [{ path: 'schema.prisma', content: schema }] }
  const filters = { externalTables: [], externalEnums: [] }
  const result = await withSchemaEngine(postgres.url, schema, (engine) =>
    engine.diff({ from, to, script: true, exitCode: null, filters }),
  )
  const folder = join('prisma/migrations', `${String(known.length + 1).padStart(4, '0')}_${name}`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'migration.sql'), result.stdout ?? '')
  console.log(`wrote ${folder}/migration.sql; read it before you commit it`)
} finally {
  await postgres.stop()
}
