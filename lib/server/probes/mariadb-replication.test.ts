import { describe, expect, it } from 'vitest'
import { DEADLINE, failed } from './failure'
import type { ReplicaStatus } from './mariadb/server-state'
import { mariadbReplicationProbe } from './mariadb-replication.probe'

const following: ReplicaStatus = {
  primaryHost: '10.0.0.1',
  primaryPort: 3306,
  ioThread: 'running',
  sqlThread: 'running',
  usesGtid: true,
  receivedGtid: '0-1-7',
  secondsBehind: 0,
  ioError: undefined,
  sqlError: undefined,
}

interface Case {
  readonly status?: Partial<ReplicaStatus>
  readonly applied?: string
  readonly primary?: ReturnType<typeof failed>
  readonly lagSeconds?: number
  readonly behindAtMostSeconds?: number | null
}

function judge({ status = {}, applied = '0-1-7', primary, lagSeconds = 0, behindAtMostSeconds = 0 }: Case) {
  const replica = {
    outcome: 'read' as const,
    version: '10.11.6',
    serverId: '2',
    isReadOnly: true,
    binlogGtid: applied,
    appliedGtid: applied,
    connectedThreads: 4,
    maxConnections: 100,
    uptimeSeconds: 60,
    semiSyncReplicas: undefined,
    replicas: [{ ...following, ...status }],
  }
  const positions = primary ?? ({ outcome: 'read', gtid: '0-1-7', gtidAfter: '0-1-7' } as const)
  const settings = mariadbReplicationProbe.settings.parse({ host: '10.0.0.2', password: 'env:PASSWORD' })
  const facts = { outcome: 'read', replica, primary: positions, lagSeconds, behindAtMostSeconds } as const
  return mariadbReplicationProbe.judge(facts, settings, 0)
}

describe('the judgement of a replication link', () => {
  it('is healthy when the replica has all that the primary has', () => {
    expect(judge({})).toMatchObject({
      status: 'healthy',
      reason: 'up to date with its primary',
      figures: { lagSeconds: 0, transactionsBehind: 0 },
    })
  })

  it('keeps until when the replica has all, and nothing where that is not known', () => {
    expect(judge({}).kept).toBe(0)
    expect(judge({ applied: '0-1-6', behindAtMostSeconds: 10 }).kept).toBe(10)
    expect(judge({ behindAtMostSeconds: null })).not.toHaveProperty('kept')
    expect(judge({ primary: failed('answer', DEADLINE, 2_500) })).not.toHaveProperty('kept')
  })

  it('is degraded when the positions differ for too long, though the server itself claims 0 s', () => {
    expect(judge({ applied: '0-1-4', lagSeconds: 45, status: { secondsBehind: 0 } })).toMatchObject({
      status: 'degraded',
      reason: '45 s behind its primary',
      figures: { lagSeconds: 45, transactionsBehind: 3 },
    })
  })

  it('believes the server when it admits to more', () => {
    const { figures } = judge({ applied: '0-1-4', lagSeconds: 1, status: { secondsBehind: 90 } })
    expect(figures.lagSeconds).toBe(90)
  })

  it('is unknown, never healthy, when the primary hangs and the replica has not noticed', () => {
    expect(judge({ primary: failed('answer', DEADLINE, 2_500) })).toMatchObject({
      status: 'unknown',
      reason: 'not known: no answer from the primary in 2.5 s, so neither is how far the replica is behind',
    })
  })

  it('is down when a thread does not run', () => {
    expect(judge({ status: { ioThread: 'connecting' } }).status).toBe('down')
    expect(judge({ status: { sqlThread: 'stopped' } }).status).toBe('down')
  })

  it('is degraded when the replica has transactions of its own', () => {
    expect(judge({ applied: '0-2-9' })).toMatchObject({
      status: 'degraded',
      reason: 'has 2 transactions that its primary does not have',
    })
  })

  it('is degraded when it replicates by file position', () => {
    expect(judge({ status: { usesGtid: false } }).reason).toBe('replicates by file position, not by GTID')
  })
})
