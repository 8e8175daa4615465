import { DeleteObjectsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { defineFault } from '@/lab/faults/lab-fault'
import { numberOption } from '@/lab/faults/required-option'
import { s3Client } from '@/lab/s3/client'
import { labS3Access } from '@/lab/s3/lab-access'

const BUCKET = 'askproai-backups'
const BACKUP_SERVER = 'backup-server'
const HOUR_MS = 3_600_000

export const backupMissingFault = defineFault({
  name: 'backup-missing',
  title: 'the backups of the last hours are gone from S3 (--hours 24)',
  nodes: ['s3'],
  async inject(context) {
    const since = Date.now() - numberOption(context, 'hours', { fallback: 24, most: 8_760 }) * HOUR_MS
    const client = s3Client(labS3Access(context.lab))
    const abort = { abortSignal: context.signal }
    const listed = await client.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'mariadb/' }), abort)
    const Objects = (listed.Contents ?? [])
      .filter(({ LastModified }) => LastModified && LastModified.getTime() >= since)
      .map(({ Key }) => ({ Key }))
    if (Objects.length > 0) {
      await client.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects } }), abort)
    }
    client.destroy()
  },
  /** A backup is taken at every start of the backup server. */
  async heal({ processes }) {
    await processes.stop(BACKUP_SERVER)
    await processes.start(BACKUP_SERVER)
  },
})
