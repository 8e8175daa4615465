import { describe, expect, it, vi } from 'vitest'
import { breakLab, labPort } from '@/lib/testing/lab'
import { describeProbeContract, probeLab } from '@/lib/testing/probe-contract'

const settings = {
  host: '127.10.3.11',
  port: labPort(3306),
  user: 'probe',
  password: 'file:lab/secrets/mariadb-probe',
  caFile: 'file:lab/tls/ca.pem',
  maxLagSeconds: 2,
}

describeProbeContract({
  kind: 'mariadb-replication',
  node: 'mariadb-replica',
  settings,
  healthy: { status: 'healthy', reason: 'up to date with its primary' },
  killed: { status: 'unknown', reason: 'not known: the replica refused the connection' },
  hung: { status: 'unknown', reason: 'not known: no answer from the replica in 2 s' },
  holds: true,
})

describe('the mariadb-replication probe of a link', () => {
  const lab = probeLab()

  it('is down when replication was stopped', async () => {
    await breakLab('replication-stopped', 'mariadb-replica')
    const { judgement } = await lab.run('mariadb-replication', settings)
    expect(judgement.status).toBe('down')
  })

  it('never takes a hung primary for an up-to-date replica', async () => {
    await breakLab('hang', 'mariadb-primary')
    const { judgement } = await lab.run('mariadb-replication', settings)
    expect(judgement.status).not.toBe('healthy')
    expect(judgement.reason).toMatch(/no answer from the primary in 1 s|cannot reach its primary/)
  })

  it('is down when the primary is gone', async () => {
    await breakLab('kill', 'mariadb-primary')
    await vi.waitFor(
      async () => {
        const { judgement } = await lab.run('mariadb-replication', settings)
        expect(judgement.reason).toMatch(/^cannot reach its primary 127\.10\.3\.10/)
        expect(judgement.status).toBe('down')
      },
      { timeout: 20_000 },
    )
  })

  it('measures a replica that falls behind', async () => {
    await breakLab('replica-lagging', 'mariadb-replica')
    await vi.waitFor(
      async () => {
        const { judgement } = await lab.run('mariadb-replication', settings)
        expect(judgement.status).toBe('degraded')
        expect(judgement.figures.lagSeconds).toBeGreaterThan(2)
      },
      { timeout: 40_000, interval: 500 },
    )
  })
})
