import { describe, expect, it } from 'vitest'
import { failed } from './failure'
import { horizonProbe } from './horizon.probe'

const NOW_MS = 1_000_000_000
const base = horizonProbe.settings.parse({
  host: '10.0.0.1',
  master: 'worker-1',
  maxFailed: 10,
  maxQueued: 100,
})

function judge(change: Record<string, unknown>, waiting = 3) {
  const facts = {
    outcome: 'read' as const,
    heartbeatAtSeconds: NOW_MS / 1_000 - 2,
    status: 'running',
    queues: [{ name: 'default', waiting, delayed: 1, reserved: 2 }],
    failedJobs: undefined,
    ...change,
  }
  return horizonProbe.judge(facts, base, NOW_MS)
}

describe('the judgement of Horizon', () => {
  it('is healthy while it beats, with its queues', () => {
    expect(judge({})).toMatchObject({
      status: 'healthy',
      reason: 'beats, 3 jobs wait',
      figures: { queuedJobs: 3, delayedJobs: 1, reservedJobs: 2, heartbeatAgeSeconds: 2 },
    })
  })

  it('is down without a heartbeat, or with an old one', () => {
    expect(judge({ heartbeatAtSeconds: undefined }).reason).toBe('has no heartbeat')
    expect(judge({ heartbeatAtSeconds: NOW_MS / 1_000 - 16 })).toMatchObject({
      status: 'down',
      reason: 'no heartbeat for 16 s',
    })
  })

  it('is degraded when it is paused, when jobs pile up and when jobs fail', () => {
    expect(judge({ status: 'paused' }).reason).toBe('is paused')
    expect(judge({}, 101)).toMatchObject({ status: 'degraded', reason: '101 jobs wait' })
    expect(judge({ failedJobs: 11 })).toMatchObject({ status: 'degraded', reason: '11 jobs have failed' })
  })

  it('does not hold a database against the worker that the failed jobs could not be counted in', () => {
    const judged = judge({ failedJobs: failed('connect', 'ECONNREFUSED', 1) })
    expect(judged.status).toBe('healthy')
    expect(judged.evidence).toContainEqual({
      label: 'Failed jobs',
      value: 'not known: the database refused the connection',
    })
  })

  it('is unknown when Redis does not answer', () => {
    expect(horizonProbe.judge(failed('connect', 'ECONNREFUSED', 1), base, NOW_MS)).toMatchObject({
      status: 'unknown',
      reason: 'not known: Redis refused the connection',
    })
  })
})
