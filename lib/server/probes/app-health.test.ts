import { describe, expect, it } from 'vitest'
import { appHealthProbe } from './app-health.probe'
import { failed } from './failure'

const base = { scheme: 'https', host: 'app.example', port: 443 }
const checks = {
  database: { status: 'ok', detail: 'read back', durationMs: 3 },
  storage: { status: 'failed', detail: 'the bucket cannot be reached' },
  queue: { status: 'ok' },
}

function judge(
  counting?: string[],
  report: { status: string; checks: Record<string, { status: string }> } = { status: 'failed', checks },
  status = 503,
) {
  const settings = appHealthProbe.settings.parse(
    counting === undefined ? base : { ...base, checks: counting },
  )
  const measured = { outcome: 'answered' as const, status, responseMs: 12, value: report }
  const judged = appHealthProbe.judge(measured, settings, 0)
  return { status: judged.status, reason: judged.reason }
}

describe("the judgement of an application's own checks", () => {
  it('is down by any check that fails, and names it', () => {
    expect(judge()).toEqual({
      status: 'down',
      reason: 'its check of storage fails (the bucket cannot be reached)',
    })
  })

  it('goes by the checks that count alone', () => {
    expect(judge(['database', 'queue'])).toEqual({
      status: 'healthy',
      reason: 'database, queue ok, answers in 12 ms',
    })
    expect(judge(['storage']).status).toBe('down')
    expect(judge([])).toEqual({ status: 'healthy', reason: 'answers in 12 ms' })
  })

  it('is unknown for a check that the application does not have', () => {
    expect(judge(['fax'])).toEqual({ status: 'unknown', reason: 'has no check of fax' })
  })

  it('is degraded when the application contradicts itself', () => {
    const report = { status: 'failed', checks: { database: { status: 'ok' } } }
    expect(judge(undefined, report)).toEqual({
      status: 'degraded',
      reason: 'says failed with 503, though no check fails',
    })
  })

  it('is down when the path is cut, but then a single dependency is unknown', () => {
    const cut = failed('connect', 'ECONNREFUSED', 1)
    expect(appHealthProbe.judge(cut, appHealthProbe.settings.parse(base), 0).status).toBe('down')
    const one = appHealthProbe.settings.parse({ ...base, checks: ['database'] })
    expect(appHealthProbe.judge(cut, one, 0)).toMatchObject({
      status: 'unknown',
      reason: 'not known: the application refused the connection',
    })
  })
})
