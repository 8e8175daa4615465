import { describe, expect, it } from 'vitest'
import { labPort } from '@/lib/testing/lab'
import { describeProbeContract, probeLab } from '@/lib/testing/probe-contract'

const settings = {
  host: '127.10.1.1',
  port: labPort(22),
  user: 'ops',
  privateKey: 'file:lab/ssh/probe',
  fingerprint: 'file:lab/ssh/firewall.fingerprint',
  rules: [{ to: '443/tcp' }, { to: '22/tcp' }],
  closedPorts: [3306],
}

describeProbeContract({
  kind: 'ufw',
  node: 'firewall',
  settings,
  healthy: { status: 'healthy', reason: '2 rules as declared, all else deny' },
  killed: { status: 'down', reason: 'refused the connection' },
  hung: { status: 'down', reason: 'no answer in 2 s' },
})

describe('the ufw probe of rules that differ', () => {
  const lab = probeLab()

  it('names a rule that nobody declared, and a port that answers', async () => {
    const asked = { ...settings, rules: [{ to: '443/tcp' }], closedPorts: [settings.port] }
    const { judgement } = await lab.run('ufw', asked)
    expect(judgement.status).toBe('degraded')
    const differences = judgement.evidence
      .filter(({ label }) => label === 'Difference')
      .map(({ value }) => value)
    expect(differences).toEqual([
      'allow 22/tcp from anywhere is not declared',
      `port ${settings.port} answers, though it is declared closed`,
    ])
  })

  it('does not send its key to a host that shows another host key', async () => {
    const { judgement } = await lab.run('ufw', {
      ...settings,
      fingerprint: 'file:lab/ssh/bastion.fingerprint',
    })
    expect(judgement).toMatchObject({
      status: 'down',
      reason: 'shows another host key than the declared one',
    })
  })

  it('knows nothing when its key is missing', async () => {
    const { judgement } = await lab.run('ufw', { ...settings, privateKey: 'file:lab/ssh/no-such-key' })
    expect(judgement).toMatchObject({
      status: 'unknown',
      reason: 'file:lab/ssh/no-such-key cannot be read',
    })
  })
})
