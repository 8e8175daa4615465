import type { Backup } from '@/lab/backup/backup-job'

/** What the backup server tells of its job. `pending` until the first has ended. */
export type BackupReport =
  | { readonly lastResult: 'pending' }
  | {
      readonly lastResult: 'succeeded' | 'failed'
      readonly lastFinishedAt: string
      readonly durationSeconds: number
      readonly reason: string | undefined
      /** The newest backup that succeeded, which may be older than the last result. */
      readonly backup: Backup | undefined
    }

export function statusJson(report: BackupReport, nowMs: number) {
  if (report.lastResult === 'pending')
    return { lastResult: 'pending', lastFinishedAt: null, ageSeconds: null, key: null }
  const finishedAtMs = report.backup ? Date.parse(report.backup.finishedAt) : undefined
  return {
    lastResult: report.lastResult,
    lastFinishedAt: report.lastFinishedAt,
    lastSucceededAt: report.backup?.finishedAt ?? null,
    ageSeconds: finishedAtMs === undefined ? null : Math.round((nowMs - finishedAtMs) / 1_000),
    key: report.backup?.key ?? null,
    source: report.backup?.source ?? null,
    gtid: report.backup?.gtid ?? null,
    sizeBytes: report.backup?.sizeBytes ?? null,
    reason: report.reason ?? null,
  }
}

/** In Prometheus' text format. A gauge that has no value yet is left out rather than told as zero. */
export function metricsText(report: BackupReport): string {
  const isPending = report.lastResult === 'pending'
  const backup = isPending ? undefined : report.backup
  const gauges: readonly (readonly [string, string, number | undefined])[] = [
    [
      'backup_last_success_timestamp_seconds',
      'When the newest backup was complete.',
      secondsOf(backup?.finishedAt),
    ],
    [
      'backup_last_result',
      '1 when the last job succeeded, 0 when it failed.',
      isPending ? undefined : Number(report.lastResult === 'succeeded'),
    ],
    [
      'backup_last_duration_seconds',
      'How long the last job took.',
      isPending ? undefined : report.durationSeconds,
    ],
    ['backup_last_size_bytes', 'Size of the newest backup.', backup?.sizeBytes],
  ]
  return gauges
    .flatMap(([name, help, value]) =>
      value === undefined ? [] : [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, `${name} ${value}`],
    )
    .concat('')
    .join('\n')
}

function secondsOf(instant: string | undefined): number | undefined {
  return instant === undefined ? undefined : Date.parse(instant) / 1_000
}
