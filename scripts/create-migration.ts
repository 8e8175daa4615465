/** `npm run create-migration -- NAME`: writes the SQL that leads from what the migrations make to prisma/schema.prisma. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dataFolder } from '@/lib/server/config/data-folder'
import { startEmbeddedPostgres } from '@/lib/server/db/embedded-postgres'
import { listMigrations } from '@/lib/server/db/migration-names'
import { withSchemaEngine } from '@/lib/server/db/schema-engine'

const wanted = 'prisma/schema.prisma'
/** The schema as the migrations leave it. They hold SQL that Prisma cannot read back, such as partitions. */
const migrated = 'prisma/migrations/migrated.prisma'

const name = process.argv[2]
if (!name || !/^[a-z0-9-]+$/.test(name)) {
  console.error('usage: npm run create-migration -- NAME   (lower-case words joined by hyphens)')
  process.exit(2)
}
const schemaOf = (file: string) => ({
  tag: 'schemaDatamodel' as const,
  files: [{ path: file, content: readFileSync(file, 'utf8') }],
})
const postgres = await startEmbeddedPostgres(join(dataFolder(), 'create-migration'))
try {
  const filters = { externalTables: [], externalEnums: [] }
  const { stdout } = await withSchemaEngine(postgres.url, readFileSync(wanted, 'utf8'), (engine) =>
    engine.diff({ from: schemaOf(migrated), to: schemaOf(wanted), script: true, exitCode: null, filters }),
  )
  const number = String((await listMigrations('prisma')).length + 1).padStart(4, '0')
  const folder = join('prisma/migrations', `${number}_${name}`)
  mkdirSync(folder)
  writeFileSync(join(folder, 'migration.sql'), stdout ?? '')
  copyFileSync(wanted, migrated)
  console.log(`wrote ${folder}/migration.sql; read it before you commit it`)
} finally {
  await postgres.stop()
}
