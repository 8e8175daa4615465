import { describe, expect, it } from 'vitest'
import { failed } from './failure'
import type { ReplicaStatus, ServerState } from './mariadb/server-state'
import { mariadbProbe } from './mariadb.probe'

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

function judge(role: 'primary' | 'replica', change: Partial<ServerState>) {
  const state = {
    outcome: 'read' as const,
    version: '10.11.6',
    serverId: '1',
    isReadOnly: role === 'replica',
    binlogGtid: '0-1-7',
    appliedGtid: '0-1-7',
    connectedThreads: 4,
    maxConnections: 100,
    uptimeSeconds: 60,
    semiSyncReplicas: undefined,
    replicas: role === 'replica' ? [following] : [],
    answerMs: 3,
    tls: null,
    ...change,
  }
  const settings = mariadbProbe.settings.parse({ host: '10.0.0.1', role, password: 'env:PASSWORD' })
  const { status, reason } = mariadbProbe.judge(state, settings, 0)
  return { status, reason }
}

describe('the judgement of a primary', () => {
  it('is healthy when it takes writes', () => {
    expect(judge('primary', {})).toEqual({ status: 'healthy', reason: 'takes writes, answers in 3.0 ms' })
  })

  it('is down when it refuses writes', () => {
    expect(judge('primary', { isReadOnly: true })).toEqual({
      status: 'down',
      reason: 'refuses writes: the primary is read only',
    })
  })

  it('is told as it is when it follows another since a switch, as long as it really follows', () => {
    expect(judge('primary', { isReadOnly: true, replicas: [following] })).toEqual({
      status: 'degraded',
      reason: 'declared the primary, yet it follows 10.0.0.1',
    })
    expect(
      judge('primary', { isReadOnly: true, replicas: [{ ...following, sqlThread: 'stopped' }] }).status,
    ).toBe('down')
  })

  it('is degraded when it replicates from another', () => {
    expect(judge('primary', { replicas: [following] }).status).toBe('degraded')
  })

  it('is degraded before the last connection is taken', () => {
    expect(judge('primary', { connectedThreads: 90 })).toEqual({
      status: 'degraded',
      reason: '90 of 100 connections are taken',
    })
  })
})

describe('the judgement of a replica', () => {
  it('is healthy when it is read only and both threads run', () => {
    expect(judge('replica', {}).status).toBe('healthy')
  })

  it('is degraded when it takes writes, before anything else', () => {
    expect(judge('replica', { isReadOnly: false })).toEqual({
      status: 'degraded',
      reason: 'writable, though a replica must be read only',
    })
  })

  it('is told as it is after a promotion: it works, but not as declared', () => {
    expect(judge('replica', { isReadOnly: false, replicas: [] })).toEqual({
      status: 'degraded',
      reason: 'declared a replica, yet it leads: it takes writes and follows nobody',
    })
  })

  it('is degraded when it follows nobody', () => {
    expect(judge('replica', { replicas: [] }).reason).toBe('replicates from nowhere: no primary is set')
  })

  it.each<[string, Partial<ReplicaStatus>, string]>([
    ['a stopped IO thread', { ioThread: 'stopped' }, 'receives nothing: its IO thread is stopped'],
    [
      'an IO thread that was refused',
      { ioThread: 'stopped', ioError: { number: 1236, message: 'diverged' } },
      'receives nothing: error 1236',
    ],
    ['a lost primary', { ioThread: 'connecting' }, 'cannot reach its primary 10.0.0.1:3306'],
    ['a stopped SQL thread', { sqlThread: 'stopped' }, 'replication stopped: nothing is applied'],
    [
      'an SQL error',
      { sqlThread: 'stopped', sqlError: { number: 1062, message: 'duplicate' } },
      'replication stopped with error 1062',
    ],
  ])('is degraded by %s', (_case, change, reason) => {
    expect(judge('replica', { replicas: [{ ...following, ...change }] })).toEqual({
      status: 'degraded',
      reason,
    })
  })
})

describe('the judgement of a server that could not be asked', () => {
  const settings = mariadbProbe.settings.parse({
    host: '10.0.0.1',
    role: 'primary',
    password: 'env:PASSWORD',
  })

  it('is unknown when the account of the probe is at fault', () => {
    const refused = failed('sign-in', 'ER_ACCESS_DENIED_ERROR', 5, 'the probe may not sign in')
    expect(mariadbProbe.judge(refused, settings, 0).status).toBe('unknown')
  })

  it('tells that its encryption is not known and why, by our session and by those of the application', () => {
    const refused = failed('connect', 'ECONNREFUSED', 1)
    const failure = 'refused the connection'
    expect(mariadbProbe.judge(refused, { ...settings, application: 'app' }, 0).facts).toMatchObject([
      { kind: 'port', state: 'closed' },
      { kind: 'tls-endpoint', serverName: '10.0.0.1', failure, chain: [] },
      { kind: 'encryption', account: 'app', state: 'unknown', failure },
    ])
    expect(mariadbProbe.judge(failed('connect', 'EMFILE', 1), settings, 0).facts).toBeUndefined()
  })

  it('is down when it takes no more connections', () => {
    const full = failed('sign-in', 'ER_CON_COUNT_ERROR', 5, 'takes no more connections')
    expect(mariadbProbe.judge(full, settings, 0)).toMatchObject({
      status: 'down',
      reason: 'takes no more connections',
    })
  })
})
