import { z } from 'zod'
import type { BackupChoice } from '@/lib/core/backups/choose-backup'
import { slugSchema } from '@/lib/core/inventory/slug'
import type { ActionContext, PreflightCheck, RecoveryPoint } from '@/lib/core/runbooks/action-definition'
import { type FoundBackup, findBackup, findProvenBackup, restoreGoal } from '@/lib/server/backups/find-backup'
import { openBucket } from '@/lib/server/connectors/s3/bucket'
import { s3Connector } from '@/lib/server/connectors/s3.connector'
import { nodeReferenceSchema, resolveNode } from '../mariadb/settings'

export const backupSourceFields = {
  connector: slugSchema.default('backups').meta({ description: 'The S3 connector.' }),
  dumps: z.string().default('mariadb/'),
  binlogs: z.string().default('binlog/'),
  /** The parameter of the run that says up to where: `latest`, or an instant. */
  goalParameter: slugSchema.default('restore-to'),
  /** The node whose failure ends the data: the age of what is lost is counted from it. */
  primary: nodeReferenceSchema.default('mariadb-primary'),
} as const

const sourceSchema = z.object(backupSourceFields)
export type BackupSource = z.infer<typeof sourceSchema>

/** Opens the bucket, works, closes. */
export async function withBackups<T>(
  source: BackupSource,
  context: ActionContext,
  work: (bucket: Awaited<ReturnType<typeof openBucket>>) => Promise<T>,
): Promise<T> {
  const bucket = await openBucket(await context.connector(source.connector, s3Connector.settings), context)
  try {
    return await work(bucket)
  } finally {
    bucket.close()
  }
}

export function goalOf({ goalParameter }: BackupSource, context: ActionContext) {
  return restoreGoal(context.run.parameters[goalParameter] ?? 'latest')
}

/** `isProven`: every byte is read. */
export function chooseFor(
  source: BackupSource,
  context: ActionContext,
  { isProven }: { readonly isProven: boolean },
): Promise<FoundBackup & { readonly bucketName: string }> {
  const find = isProven ? findProvenBackup : findBackup
  const goal = goalOf(source, context)
  return withBackups(source, context, async (bucket) => ({
    ...(await find(bucket, source, goal)),
    bucketName: bucket.name,
  }))
}

/** What is lost: from what is in the bucket to the first failed observation of the primary. */
export async function recoveryPointOf(
  choice: BackupChoice,
  source: BackupSource,
  context: ActionContext,
): Promise<RecoveryPoint> {
  if (choice.outcome === 'refused') return { transactions: null, ageSeconds: null, reason: choice.reason }
  const goal = goalOf(source, context)
  const untilMs = goal.kind === 'instant' ? goal.atMs : choice.lastRecoverableMs
  const primary = resolveNode(source.primary, context)
  const { failingSinceMs } = await context.healthOf(primary)
  const endMs = failingSinceMs ?? context.nowMs()
  const ageSeconds = Math.max(0, Math.round((endMs - untilMs) / 100) / 10)
  const until = new Date(untilMs).toISOString()
  const position = choice.chain ? `position ${choice.chain.gtid}` : 'the dump alone, no binary logs'
  const end = failingSinceMs === null ? 'now' : `${primary} failed`
  const reason = `what was committed until ${until} comes back (${position}); what came after, until ${end}, is lost`
  return { transactions: null, ageSeconds, reason }
}

export function choiceCheck(
  { choice, bucketName }: Awaited<ReturnType<typeof chooseFor>>,
  recovery: RecoveryPoint,
  maxAgeSeconds: number,
): PreflightCheck {
  const rejected = choice.rejected.map(({ key, reason }) => ({ label: `Refused: ${key}`, value: reason }))
  const base = { key: 'backup', title: 'there is a good backup', evidence: rejected }
  if (choice.outcome === 'refused') return { ...base, outcome: 'failed', reason: choice.reason }
  const { backup, chain, lastRecoverableMs } = choice
  const evidence = [
    { label: 'Bucket', value: bucketName },
    { label: 'Backup', value: `${backup.key}, ${backup.sizeBytes} bytes, from ${backup.startedAt}` },
    { label: 'SHA-256', value: backup.sha256 },
    { label: 'Position of the dump', value: backup.gtid },
    { label: 'Binary logs', value: chain ? `${chain.files.length} files, up to ${chain.gtid}` : 'none' },
    { label: 'Last recoverable time', value: new Date(lastRecoverableMs).toISOString() },
    ...rejected,
  ]
  const age = recovery.ageSeconds
  const reason = `${backup.key}; ${recovery.reason}`
  if (age !== null && age > maxAgeSeconds) {
    return { ...base, outcome: 'warning', reason: `older than ${maxAgeSeconds} s: ${reason}`, evidence }
  }
  // An older one that is spoilt costs nothing; a newer one, or binary logs, would have saved more.
  const isDear = choice.rejected.some(({ key }) => key > backup.key || !key.startsWith(dumpsOf(backup.key)))
  return { ...base, outcome: isDear ? 'warning' : 'passed', reason, evidence }
}

function dumpsOf(key: string): string {
  return key.slice(0, key.lastIndexOf('/') + 1)
}
