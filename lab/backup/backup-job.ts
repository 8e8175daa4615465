import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  DeleteObjectsCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { type Dump, type DumpRequest, dumpDatabase } from '@/lab/backup/dump-database'

const PREFIX = 'mariadb/'
const KEPT_BACKUPS = 72

export interface BackupSettings extends Omit<DumpRequest, 'host' | 'outputPath'> {
  /** Asked in this order; the first that can be dumped is taken. */
  readonly hosts: readonly string[]
  readonly bucket: string
  readonly folder: string
}

export interface Backup extends Dump {
  readonly key: string
  readonly source: string
  readonly startedAt: string
  readonly finishedAt: string
}

/** Dumps, uploads, and reads back that what arrived is what was sent. Only then is there a manifest. */
export async function runBackup(client: S3Client, settings: BackupSettings): Promise<Backup> {
  const startedAt = new Date().toISOString()
  const outputPath = join(settings.folder, 'backup.sql.gz')
  try {
    const { source, dump } = await dumpFirst(settings, outputPath)
    const key = `${PREFIX}${startedAt}.sql.gz`
    await upload(client, settings.bucket, { key, dump, path: outputPath })
    const backup = { ...dump, key, source, startedAt, finishedAt: new Date().toISOString() }
    await client.send(
      new PutObjectCommand({
        Bucket: settings.bucket,
        Key: `${key}.manifest.json`,
        Body: JSON.stringify(backup, null, 2),
        ContentType: 'application/json',
      }),
    )
    await expireOld(client, settings.bucket)
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
  client: S3Client,
  bucket: string,
  { key, dump, path }: { readonly key: string; readonly dump: Dump; readonly path: string },
): Promise<void> {
  const body = await readFile(path)
  await client.send(
    new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, Metadata: { sha256: dump.sha256 } }),
  )
  const stored = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))
  if (stored.ContentLength !== dump.sizeBytes || stored.Metadata?.sha256 !== dump.sha256) {
    throw new Error(`${key} did not arrive whole`)
  }
}

/** Keys begin with their time, so they sort by age. */
async function expireOld(client: S3Client, bucket: string): Promise<void> {
  const listed = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: PREFIX }))
  const keys = (listed.Contents ?? []).flatMap(({ Key }) => Key ?? []).sort()
  const expired = keys.slice(0, Math.max(0, keys.length - 2 * KEPT_BACKUPS))
  if (expired.length === 0) return
  const Objects = expired.map((Key) => ({ Key }))
  await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }))
}
