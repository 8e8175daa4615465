import { describe, expect, it } from 'vitest'
import { failed } from './failure'
import { parseInfo } from './redis/info'
import { redisProbe } from './redis.probe'

const settings = redisProbe.settings.parse({ host: '10.0.0.1' })

function judge(lines: string, change: { ping?: string; role?: 'master' | 'replica' } = {}) {
  const { ping = 'PONG', role } = change
  const info = parseInfo(`# Server\r\nredis_version:7.0.15\r\n${lines}`)
  const asked = role === undefined ? settings : { ...settings, role }
  const { status, reason } = redisProbe.judge({ outcome: 'read', ping, info, answerMs: 0.2 }, asked, 0)
  return { status, reason }
}

describe('the judgement of a Redis server', () => {
  it('is healthy in either role', () => {
    expect(judge('role:master\r\n')).toEqual({ status: 'healthy', reason: 'master, answers in 0.2 ms' })
    expect(judge('role:slave\r\nmaster_link_status:up\r\n').status).toBe('healthy')
  })

  it('is degraded when a replica has lost its master', () => {
    expect(judge('role:slave\nmaster_link_status:down\nmaster_host:10.0.0.2\nmaster_port:6379\n')).toEqual({
      status: 'degraded',
      reason: 'has lost its master 10.0.0.2:6379',
    })
  })

  it('is degraded in another role than declared', () => {
    expect(judge('role:slave\n', { role: 'master' }).reason).toBe('is replica, declared master')
  })

  it('is degraded while it loads, when it cannot save, and when its memory is nearly full', () => {
    expect(judge('role:master\nloading:1\n').reason).toBe('is loading its data')
    expect(judge('role:master\nrdb_last_bgsave_status:err\n').reason).toBe('could not write its data to disk')
    expect(judge('role:master\nmaxmemory:100\nused_memory:95\n').reason).toBe('uses 95 % of its memory')
  })

  it('is down when PING is answered otherwise', () => {
    expect(judge('role:master\n', { ping: 'OK' }).status).toBe('down')
  })

  it('is unknown when the probe may not sign in, degraded while the server loads', () => {
    const refused = failed('sign-in', 'WRONGPASS', 1, 'the probe may not sign in: its password is wrong')
    expect(redisProbe.judge(refused, settings, 0).status).toBe('unknown')
    const loading = failed('sign-in', 'LOADING', 1, 'is loading its data and answers nothing yet')
    expect(redisProbe.judge(loading, settings, 0).status).toBe('degraded')
  })

  it('says why it does not know what is spoken', () => {
    const refused = failed('connect', 'ECONNREFUSED', 1)
    expect(redisProbe.judge(refused, settings, 0).facts).toMatchObject([
      { kind: 'encryption', spoken: 'Redis', state: 'unknown', failure: 'refused the connection' },
    ])
  })
})
