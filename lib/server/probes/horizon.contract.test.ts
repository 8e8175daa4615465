import { describe, expect, it, vi } from 'vitest'
import { breakLab, labPort } from '@/lib/testing/lab'
import { probeLab } from '@/lib/testing/probe-contract'

const members = [22, 23, 24, 25, 26].map((last) => ({ host: `127.10.3.${last}`, port: labPort(6379) }))
const settings = {
  host: '127.10.3.21',
  port: labPort(6379),
  password: 'file:lab/secrets/redis',
  members,
  master: 'worker-1',
  maxHeartbeatSeconds: 4,
  failedJobs: {
    host: '127.10.3.10',
    port: labPort(3306),
    password: 'file:lab/secrets/mariadb-probe',
    caFile: 'file:lab/tls/ca.pem',
    database: 'askproai',
  },
}

describe('the horizon probe', () => {
  const lab = probeLab()

  it('is healthy while the worker beats, and counts its jobs', async () => {
    const { judgement } = await lab.run('horizon', settings)
    expect(judgement).toMatchObject({
      status: 'healthy',
      reason: expect.stringMatching(/^beats, \d+ jobs wait$/),
    })
    expect(Object.keys(judgement.figures)).toEqual(
      expect.arrayContaining(['queuedJobs', 'failedJobs', 'heartbeatAgeSeconds']),
    )
  })

  it.each(['kill', 'hang'])('is down when the worker no longer beats: %s', async (fault) => {
    await breakLab(fault, 'worker-1')
    await vi.waitFor(
      async () => {
        const { judgement } = await lab.run('horizon', settings)
        expect(judgement.reason).toMatch(/^(no heartbeat for \d+ s|has no heartbeat)$/)
        expect(judgement.status).toBe('down')
      },
      { timeout: 20_000, interval: 500 },
    )
  })

  it('tells of a queue that nobody works off', async () => {
    await breakLab('queue-stuck')
    await vi.waitFor(
      async () => {
        const { judgement } = await lab.run('horizon', { ...settings, maxQueued: 5 })
        expect(judgement).toMatchObject({
          status: 'degraded',
          reason: expect.stringMatching(/^\d+ jobs wait$/),
        })
      },
      { timeout: 20_000, interval: 500 },
    )
  })

  it('asks another member when the first is gone', async () => {
    await breakLab('kill', 'redis-1')
    await vi.waitFor(
      async () => {
        const { judgement } = await lab.run('horizon', settings)
        expect(judgement.status).toBe('healthy')
      },
      { timeout: 30_000, interval: 500 },
    )
  })

  it('knows nothing of the worker when Redis does not answer', async () => {
    const { judgement } = await lab.run('horizon', { ...settings, port: 6390, members: [] })
    expect(judgement).toMatchObject({ status: 'unknown', reason: 'not known: Redis refused the connection' })
  })

  it('does not blame the worker for a database that hangs', async () => {
    await breakLab('hang', 'mariadb-primary')
    const { judgement } = await lab.run('horizon', settings)
    expect(judgement.status).toBe('healthy')
    expect(judgement.evidence).toContainEqual({
      label: 'Failed jobs',
      value: expect.stringMatching(/^not known: no answer from the database/),
    })
  })
})
