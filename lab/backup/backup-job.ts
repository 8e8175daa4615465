import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DeleteObjectsCommand, HeadObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import type { DatabaseAccess } from '@/lab/backup/database'
import { type Dump, type DumpRequest, dumpDatabase } from '@/lab/backup/dump-database'
import { type Fingerprint, takeFingerprint } from '@/lab/backup/fingerprint'
import { putEverywhere, type Store } from '@/lab/backup/stores'

const PREFIX = 'mariadb/'
const KEPT_BACKUPS = 72

export interface BackupSettings extends Omit<DumpRequest, 'host' | 'outputPath'> {
  /** Asked in this order; the first that can be dumped is taken. */
  readonly hosts: readonly string[]
  readonly access: DatabaseAccess
  readonly folder: string
}

export interface Backup extends Dump {
  readonly key: string
  readonly source: string
  readonly startedAt: string
  readonly finishedAt: string
  /** The content at a position soon after the dump, for whoever restores it. */
  readonly fingerprint: Fingerprint
}

/** Dumps, uploads, and reads back that what arrived is what was sent. Only then is there a manifest. */
export async function runBackup(stores: readonly Store[], settings: BackupSettings): Promise<Backup> {
  const startedAt = new Date().toISOString()
  const outputPath = join(settings.folder, 'backup.sql.gz')
  try {
    const { source, dump } = await dumpFirst(settings, outputPath)
    const key = `${PREFIX}${startedAt}.sql.gz`
    const fingerprint = await takeFingerprint(settings.access, source)
    const taken = await upload(stores, { key, dump, path: outputPath })
    const finishedAt = new Date().toISOString()
    const backup = { ...dump, key, source, startedAt, finishedAt, fingerprint }
    await putEverywhere(taken, {
      key: `${key}.manifest.json`,
      body: JSON.stringify(backup, null, 2),
      contentType: 'application/json',
    })
    for (const store of taken) await expireOld(store)
    return backup
  } finally {
    await rm(outputPath, { force: true })
  }
}

async function dumpFirst(settings: BackupSettings, outputPath: string) {
  const failures: string[] = []
  for (const host of settings.hosts) {
    try {
      return { source: host, dump: await dumpDatabase({ ...settings, host, outputPath }) }
    } catch (error) {
      failures.push(`${host}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  throw new Error(failures.join('; '))
}

async function upload(
  stores: readonly Store[],
  { key, dump, path }: { readonly key: string; readonly dump: Dump; readonly path: string },
): Promise<readonly Store[]> {
  const taken = await putEverywhere(stores, { key, body: await readFile(path), sha256: dump.sha256 })
  for (const { name, client, bucket } of taken) {
    const stored = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))
    if (stored.ContentLength !== dump.sizeBytes || stored.Metadata?.sha256 !== dump.sha256) {
      throw new Error(`${key} did not arrive whole at ${name}`)
    }
  }
  return taken
}

/** Keys begin with their time, so they sort by age. */
async function expireOld({ client, bucket }: Store): Promise<void> {
  const listed = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: PREFIX }))
  const keys = (listed.Contents ?? []).flatMap(({ Key }) => Key ?? []).sort()
  const expired = keys.slice(0, Math.max(0, keys.length - 2 * KEPT_BACKUPS))
  if (expired.length === 0) return
  const Objects = expired.map((Key) => ({ Key }))
  await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }))
}
