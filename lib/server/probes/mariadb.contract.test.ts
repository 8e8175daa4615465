import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createConnection } from 'mariadb'
import { describe, expect, it } from 'vitest'
import { dataFolder } from '@/lib/server/config/data-folder'
import { breakLab, labPort } from '@/lib/testing/lab'
import { describeProbeContract, probeLab } from '@/lib/testing/probe-contract'

const access = {
  port: labPort(3306),
  user: 'probe',
  password: 'file:lab/secrets/mariadb-probe',
  caFile: 'file:lab/tls/ca.pem',
}
const primary = { ...access, host: '127.10.3.10', role: 'primary' }
const replica = { ...access, host: '127.10.3.11', role: 'replica' }

describeProbeContract({
  kind: 'mariadb',
  node: 'mariadb-primary',
  settings: primary,
  healthy: { status: 'healthy', reason: /^takes writes, answers in / },
  killed: { status: 'down', reason: 'refused the connection' },
  hung: { status: 'down', reason: 'no answer in 2 s' },
  holds: true,
})

describe('the mariadb probe by role', () => {
  const lab = probeLab()

  it('is healthy for a replica that is read only and follows', async () => {
    const { judgement } = await lab.run('mariadb', replica)
    expect(judgement).toMatchObject({ status: 'healthy', reason: 'read only, replicates from 127.10.3.10' })
  })

  it('tells how its own session is encrypted, and by which certificate', async () => {
    const { judgement } = await lab.run('mariadb', primary)
    const fact = judgement.facts?.find(({ kind }) => kind === 'tls-endpoint')
    expect(fact).toMatchObject({
      failure: null,
      trust: { isTrusted: true, anchors: 'own' },
      protocols: { 'TLSv1.3': 'offered', TLSv1: 'unknown' },
      ciphers: [{ protocol: 'TLSv1.3' }],
    })
    expect(fact).toHaveProperty('chain.length', 1)
  })

  it('sees that sessions of the application are encrypted, and that they have to be', async () => {
    const application = await createConnection({
      host: primary.host,
      port: primary.port,
      user: 'app',
      password: readFileSync(join(dataFolder(), 'lab/secrets/mariadb-app'), 'utf8').trim(),
      ssl: { rejectUnauthorized: false },
    })
    const { judgement } = await lab.run('mariadb', { ...primary, application: 'app' })
    await application.end()
    expect(judgement.facts?.find(({ kind }) => kind === 'encryption')).toMatchObject({
      spoken: 'MariaDB',
      account: 'app',
      state: 'encrypted',
      evidence: ['sessions of app came in over TLS', 'the server lets app in over TLS alone'],
    })
  })

  it('warns of a replica that takes writes', async () => {
    await breakLab('replica-writable', 'mariadb-replica')
    const { judgement } = await lab.run('mariadb', replica)
    expect(judgement).toMatchObject({
      status: 'degraded',
      reason: 'writable, though a replica must be read only',
    })
  })

  it('warns of a replica whose replication stopped', async () => {
    await breakLab('replication-stopped', 'mariadb-replica')
    const { judgement } = await lab.run('mariadb', replica)
    expect(judgement.status).toBe('degraded')
    expect(judgement.reason).toMatch(/^(replication stopped|receives nothing)/)
  })

  it('tells of a server that follows where a primary is wanted', async () => {
    const { judgement } = await lab.run('mariadb', { ...replica, role: 'primary' })
    expect(judgement).toMatchObject({
      status: 'degraded',
      reason: 'declared the primary, yet it follows 127.10.3.10',
    })
  })

  it('is down for a server that refuses writes and follows nobody where a primary is wanted', async () => {
    await breakLab('replication-stopped', 'mariadb-replica')
    const { judgement } = await lab.run('mariadb', { ...replica, role: 'primary' })
    expect(judgement).toMatchObject({ status: 'down', reason: 'refuses writes: the primary is read only' })
  })

  it('knows nothing when its own password is wrong', async () => {
    const { judgement } = await lab.run('mariadb', { ...primary, password: 'file:lab/secrets/redis' })
    expect(judgement).toMatchObject({
      status: 'unknown',
      reason: 'the probe may not sign in: its user or password is wrong',
    })
  })

  it('finds a server well after its held connection was killed behind its back', async () => {
    await lab.run('mariadb', replica)
    await breakLab('kill', 'mariadb-replica')
    const { healLab } = await import('@/lib/testing/lab')
    await healLab()
    const { judgement } = await lab.run('mariadb', replica)
    expect(judgement.status).toBe('healthy')
  })
})
