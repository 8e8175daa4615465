import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3'
import { requireList } from './client'

const MAX_PAGES = 100

export interface BackupObject {
  readonly key: string
  readonly modifiedAtMs: number
  readonly sizeBytes: number
}

export interface BackupListing {
  readonly outcome: 'listed'
  readonly newest: BackupObject | undefined
  /** A newer one whose manifest is missing: being written, or broken off. */
  readonly newerIncomplete: BackupObject | undefined
  readonly count: number
  /** False when there were more objects than are looked through; then the newest is not known. */
  readonly isWhole: boolean
}

interface ListOptions {
  readonly bucket: string
  readonly prefix: string
  readonly suffix: string
  /** Ending of the object that is written last; without one every object counts as complete. */
  readonly manifestSuffix: string | undefined
  readonly signal: AbortSignal
}

/** Looks through all objects below the prefix: S3 lists by name, and a name proves no age. */
export async function listBackups(client: S3Client, options: ListOptions): Promise<BackupListing> {
  const backups: BackupObject[] = []
  const keys = new Set<string>()
  let token: string | undefined
  let pages = 0
  do {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket: options.bucket, Prefix: options.prefix, ContinuationToken: token }),
      { abortSignal: options.signal },
    )
    requireList(page, options.bucket)
    for (const { Key, LastModified, Size } of page.Contents ?? []) {
      if (Key === undefined || LastModified === undefined) continue
      keys.add(Key)
      if (!Key.endsWith(options.suffix)) continue
      backups.push({ key: Key, modifiedAtMs: LastModified.getTime(), sizeBytes: Size ?? 0 })
    }
    token = page.IsTruncated ? page.NextContinuationToken : undefined
    pages += 1
  } while (token !== undefined && pages < MAX_PAGES)
  return summariseBackups(backups, {
    keys,
    manifestSuffix: options.manifestSuffix,
    isWhole: token === undefined,
  })
}

/** The newest complete backup, and whether a newer one is not complete. */
export function summariseBackups(
  backups: readonly BackupObject[],
  {
    keys,
    manifestSuffix,
    isWhole,
  }: {
    readonly keys: ReadonlySet<string>
    readonly manifestSuffix: string | undefined
    readonly isWhole: boolean
  },
): BackupListing {
  const isComplete = ({ key, sizeBytes }: BackupObject) =>
    sizeBytes > 0 && (manifestSuffix === undefined || keys.has(`${key}${manifestSuffix}`))
  const newest = newestOf(backups.filter(isComplete))
  const newestOfAll = newestOf(backups)
  const isNewer = newestOfAll && newestOfAll !== newest
  return {
    outcome: 'listed',
    newest,
    newerIncomplete: isNewer ? newestOfAll : undefined,
    count: backups.length,
    isWhole,
  }
}

function newestOf(backups: readonly BackupObject[]): BackupObject | undefined {
  return backups.reduce<BackupObject | undefined>(
    (newest, backup) => (newest && newest.modifiedAtMs >= backup.modifiedAtMs ? newest : backup),
    undefined,
  )
}
