import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const known = new Map<string, string>()

/** Made once and kept for its owner alone; every later call, from any process, gives the same one. */
export function readOrCreateSecret(folder: string, name: string): string {
  const path = join(folder, name)
  const secret = known.get(path) ?? readSecret(path) ?? createSecret(folder, path)
  known.set(path, secret)
  return secret
}

function readSecret(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim() || undefined
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

function createSecret(folder: string, path: string): string {
  // The mode counts for each folder that is made: those above are entered by servers that run as others.
  mkdirSync(dirname(folder), { recursive: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const draft = `${path}.${process.pid}.draft`
  const secret = randomBytes(24).toString('hex')
  writeFileSync(draft, secret, { mode: 0o600 })
  renameSync(draft, path)
  return secret
}
