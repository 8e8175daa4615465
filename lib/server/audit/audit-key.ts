import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dataFolder } from '@/lib/server/config/data-folder'

/** Names the log and its signer in every note. */
export const AUDIT_ORIGIN = 'switchyard/audit'

/**
 * The key that signs checkpoints, made once and kept in the data folder of the worker, readable by its owner alone.
 * Whoever holds it can forge the log: keep checkpoints elsewhere.
 */
export function auditKey(folder = dataFolder()): KeyObject {
  const file = join(folder, 'audit-key.pem')
  mkdirSync(folder, { recursive: true })
  try {
    const { privateKey } = generateKeyPairSync('ed25519')
    const text = privateKey.export({ type: 'pkcs8', format: 'pem' })
    writeFileSync(file, text, { mode: 0o600, flag: 'wx' })
    return privateKey
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    return createPrivateKey(readFileSync(file))
  }
}
