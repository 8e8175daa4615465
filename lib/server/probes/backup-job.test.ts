import { describe, expect, it } from 'vitest'
import { backupJobProbe } from './backup-job.probe'

const settings = backupJobProbe.settings.parse({ scheme: 'http', host: '10.0.0.1', port: 9102 })

function judge(change: Record<string, unknown>) {
  const value = {
    lastResult: 'succeeded' as const,
    lastFinishedAt: '2026-11-24T11:00:00Z',
    ageSeconds: 120,
    key: 'mariadb/a.sql.gz',
    ...change,
  }
  const measured = { outcome: 'answered' as const, status: 200, responseMs: 2, value }
  const { status, reason } = backupJobProbe.judge(measured, settings, 0)
  return { status, reason }
}

describe('the judgement of a backup job', () => {
  it('is healthy when the last one succeeded and is not late', () => {
    expect(judge({})).toEqual({ status: 'healthy', reason: 'last backup 2 min ago' })
  })

  it('is degraded when it failed, is late or left nothing', () => {
    expect(judge({ lastResult: 'failed', reason: 'no space' })).toEqual({
      status: 'degraded',
      reason: 'the last backup job failed: no space',
    })
    expect(judge({ ageSeconds: 4_000 }).status).toBe('degraded')
    expect(judge({ ageSeconds: null }).reason).toBe('there is no backup')
  })

  it('is unknown before the first has ended', () => {
    expect(judge({ lastResult: 'pending' }).status).toBe('unknown')
  })
})
