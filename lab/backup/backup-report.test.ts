import { describe, expect, test } from 'vitest'
import { metricsText, statusJson } from '@/lab/backup/backup-report'

const NOW_MS = Date.parse('2026-03-01T12:00:00Z')
const backup = {
  ...{ key: 'mariadb/x.sql.gz', source: '127.10.3.11', sha256: 'abc', sizeBytes: 2_048, gtid: '0-10-5' },
  ...{ startedAt: '2026-03-01T10:59:50Z', finishedAt: '2026-03-01T11:00:00Z' },
  fingerprint: { gtid: '0-10-6', takenAt: '2026-03-01T10:59:59Z', tables: {} },
}

describe('what the backup server tells', () => {
  test('before the first job has ended there is no result, and no metric that could be read as one', () => {
    expect(statusJson({ lastResult: 'pending' }, NOW_MS)).toMatchObject({ lastResult: 'pending', key: null })
    expect(metricsText({ lastResult: 'pending' })).toBe('')
  })

  test('after a failure the age is still that of the newest backup', () => {
    const report = {
      ...{ lastResult: 'failed' as const, reason: 'disk full', durationSeconds: 3, backup },
      lastFinishedAt: '2026-03-01T11:59:00Z',
    }
    expect(statusJson(report, NOW_MS)).toMatchObject({
      ...{ lastResult: 'failed', ageSeconds: 3_600, key: 'mariadb/x.sql.gz', reason: 'disk full' },
    })
    expect(metricsText(report)).toContain('backup_last_result 0\n')
    expect(metricsText(report)).toContain(`backup_last_success_timestamp_seconds ${NOW_MS / 1_000 - 3_600}\n`)
  })

  test('where none has ever succeeded the age is not known, rather than zero', () => {
    const report = {
      ...{ lastResult: 'failed' as const, reason: 'x', durationSeconds: 1, backup: undefined },
      lastFinishedAt: '2026-03-01T11:59:00Z',
    }
    expect(statusJson(report, NOW_MS).ageSeconds).toBeNull()
    expect(metricsText(report)).not.toContain('backup_last_size_bytes')
  })
})
