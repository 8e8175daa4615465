import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** The migrations that this version knows, oldest first. */
export async function listMigrations(
  prismaFolder = join(/* turbopackIgnore: true */ process.cwd(), 'prisma'),
): Promise<readonly string[]> {
  const entries = await readdir(join(prismaFolder, 'migrations'), { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}
