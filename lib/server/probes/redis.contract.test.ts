import { describe, expect, it } from 'vitest'
import { labPort } from '@/lib/testing/lab'
import { describeProbeContract, probeLab } from '@/lib/testing/probe-contract'

const settings = { host: '127.10.3.25', port: labPort(6379), password: 'file:lab/secrets/redis' }

describeProbeContract({
  kind: 'redis',
  node: 'redis-5',
  settings,
  healthy: { status: 'healthy', reason: /^(master|replica), answers in / },
  killed: { status: 'down', reason: 'refused the connection' },
  hung: { status: 'down', reason: 'no answer in 2 s' },
  holds: true,
})

describe('the redis probe and encryption', () => {
  const lab = probeLab()

  it('sees that Redis is spoken in clear, and that no TLS is spoken on the same port', async () => {
    const { judgement } = await lab.run('redis', settings)
    expect(judgement.facts).toMatchObject([{ kind: 'encryption', spoken: 'Redis', state: 'clear' }])
    const shaken = await lab.run('redis', { ...settings, tls: true, caFile: 'file:lab/tls/ca.pem' })
    expect(shaken.judgement).toMatchObject({ status: 'down' })
    expect(shaken.judgement.facts).toMatchObject([
      { kind: 'encryption', state: 'unknown', failure: 'no answer in time' },
    ])
  })
})

describe('the redis probe without a right password', () => {
  const lab = probeLab()

  it.each([
    ['a wrong one', { ...settings, password: 'file:lab/secrets/mariadb-probe' }],
    ['none', { host: settings.host, port: settings.port }],
  ])('knows nothing with %s', async (_case, asked) => {
    const { judgement } = await lab.run('redis', asked)
    expect(judgement.status).toBe('unknown')
    expect(judgement.reason).toMatch(/^the probe may not sign in/)
  })
})
