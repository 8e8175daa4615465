import { accessSync, constants, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { UnavailableError } from '@/lab/unavailable-error'

const BINARY_FOLDERS = ['usr/sbin', 'usr/bin', 'sbin', 'bin', 'usr/local/sbin', 'usr/local/bin']

/** A program that is neither in the extracted packages nor on the machine. Its node is unavailable, not broken. */
export class MissingBinaryError extends UnavailableError {
  override readonly name = 'MissingBinaryError'
  constructor(readonly binary: string) {
    super(`program ${binary} is missing: not in the lab's packages, not on PATH`)
  }
}

/** The extracted packages win over the machine. `php-fpm` also finds `php-fpm8.2`, the highest version first. */
export function locateBinary(name: string, root: string): string {
  const own = BINARY_FOLDERS.map((folder) => join(root, folder))
  const machine = [
    ...(process.env.PATH ?? '').split(':').filter(Boolean),
    ...BINARY_FOLDERS.map((folder) => `/${folder}`),
  ]
  for (const folder of [...own, ...machine]) {
    const path = join(folder, name)
    if (isExecutable(path)) return path
  }
  for (const folder of [...own, ...machine]) {
    const versioned = highestVersion(name, listFolder(folder))
    if (versioned && isExecutable(join(folder, versioned))) return join(folder, versioned)
  }
  throw new MissingBinaryError(name)
}

/** Of `php8.2`, `php8.4`, `phpize8.4` for `php`: `php8.4`. */
export function highestVersion(name: string, entries: readonly string[]): string | undefined {
  const isVersion = (entry: string) =>
    entry.startsWith(name) && /^\d+(\.\d+)*$/.test(entry.slice(name.length))
  const collator = new Intl.Collator('en', { numeric: true })
  return entries.filter(isVersion).sort(collator.compare).at(-1)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false
    throw error
  }
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (error instanceof Error && 'code' in error) return []
    throw error
  }
}
