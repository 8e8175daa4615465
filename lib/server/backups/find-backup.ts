import type { ArchivedChain, BackupManifest, BinlogChain, Found } from '@/lib/core/backups/backup'
import { type BackupChoice, chooseBackup, type RestoreGoal } from '@/lib/core/backups/choose-backup'
import { AppError } from '@/lib/core/errors/app-error'
import type { Bucket } from '@/lib/server/connectors/s3/bucket'
import { contentProblem, listBackups, type Prefixes } from './inspect-backups'

export interface FoundBackup {
  readonly choice: BackupChoice
  readonly totalBytes: number
}

/** Judged by what the bucket's listing says: cheap enough to be asked every half hour. */
export async function findBackup(
  bucket: Bucket,
  prefixes: Prefixes,
  goal: RestoreGoal,
): Promise<FoundBackup> {
  const { backups, chains, totalBytes } = await listBackups(bucket, prefixes)
  return { choice: chooseBackup(backups, chains, goal), totalBytes }
}

/**
 * Judged by reading what would be restored, all of it. What does not hold is set aside with its reason, and the
 * choice made again without it.
 */
export async function findProvenBackup(
  bucket: Bucket,
  prefixes: Prefixes,
  goal: RestoreGoal,
): Promise<FoundBackup> {
  const listed = await listBackups(bucket, prefixes)
  const { totalBytes } = listed
  let backups: readonly Found<BackupManifest>[] = listed.backups
  let chains: readonly Found<ArchivedChain>[] = listed.chains
  for (;;) {
    const choice = chooseBackup(backups, chains, goal)
    if (choice.outcome === 'refused') return { choice, totalBytes }
    const { backup, chain } = choice
    const ofBackup = await contentProblem(bucket, backup)
    const ofChain = ofBackup === null && chain ? await chainProblem(bucket, chain) : null
    if (ofBackup === null && ofChain === null) return { choice, totalBytes }
    backups = setAside(backups, backup, ofBackup)
    chains = setAside(chains, chain, ofChain)
  }
}

async function chainProblem(bucket: Bucket, chain: BinlogChain): Promise<string | null> {
  for (const file of chain.files) {
    const problem = await contentProblem(bucket, file)
    if (problem !== null) return `${file.file}: ${problem}`
  }
  return null
}

function setAside<Thing extends BackupManifest | BinlogChain>(
  found: readonly Found<Thing>[],
  thing: Thing | null,
  problem: string | null,
): readonly Found<Thing>[] {
  if (problem === null) return found
  return found.map((each) => (each.thing === thing ? { ...each, problem } : each))
}

/** `latest`, or an instant such as 2026-11-25T18:00:00Z. Throws `bad-input` for anything else. */
export function restoreGoal(text: string): RestoreGoal {
  if (text === 'latest') return { kind: 'latest' }
  const atMs = Date.parse(text)
  if (!/^\d{4}-\d\d-\d\dT/.test(text) || Number.isNaN(atMs)) {
    throw new AppError('bad-input', `${text} is no instant: latest, or such as 2026-11-25T18:00:00Z`)
  }
  return { kind: 'instant', atMs }
}
