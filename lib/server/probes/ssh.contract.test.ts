import { describe, expect, it } from 'vitest'
import { labPort } from '@/lib/testing/lab'
import { describeProbeContract, probeLab } from '@/lib/testing/probe-contract'

const settings = {
  host: '127.10.4.10',
  port: labPort(22),
  fingerprint: 'file:lab/ssh/bastion.fingerprint',
  user: 'ops',
  keyOnly: true,
}

describeProbeContract({
  kind: 'ssh',
  node: 'bastion',
  settings,
  healthy: { status: 'healthy', reason: /^OpenSSH_\S+ answers in / },
  killed: { status: 'down', reason: 'refused the connection' },
  hung: { status: 'down', reason: 'no answer in 2 s' },
})

describe('the ssh probe of another host key', () => {
  const lab = probeLab()

  it('is down when the key is not the declared one', async () => {
    const { judgement } = await lab.run('ssh', {
      ...settings,
      fingerprint: 'file:lab/ssh/firewall.fingerprint',
    })
    expect(judgement).toMatchObject({
      status: 'down',
      reason: 'shows another host key than the declared one',
    })
  })
})
