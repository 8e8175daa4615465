import type { S3Client } from '@aws-sdk/client-s3'
import { z } from 'zod'
import type { EvidenceLine } from '@/lib/core/health/health-state'
import type { FactDraft } from '@/lib/core/observed/fact-draft'
import { defineProbe, type Judgement } from '@/lib/core/probes/probe-definition'
import { unknownFor } from './dependency'
import { inWords } from './duration'
import type { ProbeFailure } from './failure'
import { judgement, unknownBecause } from './judgement'
import { describeS3Error, openS3, s3AccessFields } from './s3/client'
import { type BackupListing, listBackups } from './s3/newest-backup'
import { useHeldSession } from './wire/held-session'

const settings = z.strictObject({
  ...s3AccessFields,
  prefix: z.string().default('').meta({ description: 'Where the backups lie in the bucket.' }),
  suffix: z.string().default('.sql.gz').meta({ description: 'How the name of a backup ends.' }),
  manifestSuffix: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'A backup is complete when an object of its name and this ending is there.' }),
  maxAgeSeconds: z
    .number()
    .positive()
    .meta({ description: 'How often a backup is made. An older newest one is degraded.' }),
  downAfterSeconds: z
    .number()
    .positive()
    .optional()
    .meta({ description: 'An older newest one counts as none; by default three times as old.' }),
  slackSeconds: z
    .number()
    .min(0)
    .default(300)
    .meta({ description: 'How late a backup may be before it is called late: making it takes time.' }),
})
type S3BackupSettings = z.infer<typeof settings>
type S3BackupMeasurement = BackupListing | ProbeFailure

/** What was backed up is told by what lies in the bucket. When S3 does not answer, nothing is known of it. */
export const s3BackupProbe = defineProbe<S3BackupSettings, S3BackupMeasurement>({
  kind: 's3-backup',
  title: 'Age of the newest backup in S3',
  settings,
  measure: (asked, context) =>
    useHeldSession<S3Client, S3BackupMeasurement>({
      context,
      open: () => openS3(asked, context),
      work: (client) =>
        listBackups(client, { ...asked, manifestSuffix: asked.manifestSuffix, signal: context.signal }),
      describe: describeS3Error,
    }),
  judge(measurement, asked, nowMs) {
    const place = { label: 'Backups', value: `${asked.bucket}/${asked.prefix}` }
    if (measurement.outcome === 'failed') return unknownFor('S3', measurement, [place])
    if (!measurement.isWhole)
      return unknownBecause('there are too many objects to find the newest backup', [place])
    return { ...judgeListing(measurement, asked, { nowMs, place }), facts: [backupFact(measurement)] }
  },
})

/** Whether a backup can be restored no listing tells. */
function backupFact({ newest }: BackupListing): FactDraft {
  return {
    kind: 'backup',
    newestKey: newest?.key ?? null,
    finishedAt: newest === undefined ? null : new Date(newest.modifiedAtMs).toISOString(),
    sizeBytes: newest?.sizeBytes ?? null,
    isVerified: null,
  }
}

interface JudgeOptions {
  readonly nowMs: number
  readonly place: EvidenceLine
}

function judgeListing(
  listing: BackupListing,
  asked: S3BackupSettings,
  { nowMs, place }: JudgeOptions,
): Judgement {
  const { newest, newerIncomplete, count } = listing
  if (!newest) {
    const reason = newerIncomplete ? 'there is no complete backup' : 'there is no backup'
    return judgement('down', reason, { evidence: [place], figures: { backups: count } })
  }
  const ageSeconds = Math.max(0, Math.round((nowMs - newest.modifiedAtMs) / 1_000))
  const evidence = [
    place,
    { label: 'Newest', value: `${newest.key}, ${newest.sizeBytes} bytes` },
    { label: 'Stored at', value: new Date(newest.modifiedAtMs).toISOString() },
    { label: 'Kept', value: String(count) },
    ...(newerIncomplete ? [{ label: 'Not complete', value: newerIncomplete.key }] : []),
  ]
  const figures = { newestBackupAgeSeconds: ageSeconds, newestBackupBytes: newest.sizeBytes, backups: count }
  const reason = `newest backup is ${inWords(ageSeconds)} old`
  const downAfter = asked.downAfterSeconds ?? asked.maxAgeSeconds * 3
  if (ageSeconds > downAfter) return judgement('down', reason, { evidence, figures })
  if (ageSeconds > asked.maxAgeSeconds + asked.slackSeconds)
    return judgement('degraded', reason, { evidence, figures })
  return judgement('healthy', reason, { evidence, figures })
}
