import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dataFolder } from './data-folder'
import { readEnv } from './env'

/**
 * The key that sessions are encrypted with: `NEXTAUTH_SECRET`, or one made once and kept in the data folder,
 * readable by its owner alone. Web processes on several machines must share it by the variable.
 */
export function authSecret(): string {
  return readEnv().NEXTAUTH_SECRET ?? readOrMakeSecret(join(dataFolder(), 'auth-secret'))
}

function readOrMakeSecret(file: string): string {
  mkdirSync(join(file, '..'), { recursive: true })
  try {
    const secret = randomBytes(48).toString('base64url')
    writeFileSync(file, secret, { mode: 0o600, flag: 'wx' })
    return secret
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    return readFileSync(file, 'utf8')
  }
}
