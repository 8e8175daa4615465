import { randomUUID } from 'node:crypto'
import { chown, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { UNPRIVILEGED_ID } from '@/lib/server/config/data-folder'

/**
 * Writes a file that a lab server reads. It appears whole or not at all, has its mode from the first byte, and
 * belongs to the account that the servers run as.
 */
export async function writeOwnedFile(
  path: string,
  content: string | Uint8Array,
  mode = 0o644,
): Promise<void> {
  await replaceFile(path, content, mode, process.getuid?.() === 0)
}

/** Writes a file that stays with whoever runs the lab; no lab server can read it. */
export async function writePrivateFile(path: string, content: string): Promise<void> {
  await replaceFile(path, content, 0o600, false)
}

export async function readOptionalFile(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

async function replaceFile(path: string, content: string | Uint8Array, mode: number, isGivenAway: boolean) {
  await mkdir(dirname(path), { recursive: true, mode: 0o755 })
  // Two writers of one file must not share a draft.
  const draft = `${path}.${randomUUID()}.draft`
  await writeFile(draft, content, { mode })
  if (isGivenAway) await chown(draft, UNPRIVILEGED_ID, UNPRIVILEGED_ID)
  await rename(draft, path)
}
