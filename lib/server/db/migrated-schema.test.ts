import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

it('has a migration for every change of the schema', () => {
  const wanted = readFileSync('prisma/schema.prisma', 'utf8')
  const migrated = readFileSync('prisma/migrations/migrated.prisma', 'utf8')
  expect(migrated, 'npm run create-migration -- NAME writes it').toBe(wanted)
})
