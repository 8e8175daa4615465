import { describe, expect, it } from 'vitest'
import { failed } from './failure'
import { sshProbe } from './ssh.probe'
import type { SshFacts } from './wire/ssh-session'

const FINGERPRINT = `SHA256:${'A'.repeat(43)}`
const settings = sshProbe.settings.parse({ host: '10.0.0.1', keyOnly: true })
const seen: SshFacts = {
  outcome: 'met',
  banner: 'SSH-2.0-OpenSSH_9.2p1 Debian-2',
  fingerprint: FINGERPRINT,
  signInMethods: ['publickey'],
  output: undefined,
  bannerMs: 8,
}

describe('the judgement of an SSH server', () => {
  it('is healthy with its software', () => {
    expect(sshProbe.judge({ seen, declaredKey: `${FINGERPRINT}=` }, settings, 0)).toMatchObject({
      status: 'healthy',
      reason: 'OpenSSH_9.2p1 answers in 8.0 ms',
    })
  })

  it('is down when it shows another host key', () => {
    const declaredKey = `SHA256:${'B'.repeat(43)}`
    expect(sshProbe.judge({ seen, declaredKey }, settings, 0)).toMatchObject({
      status: 'down',
      reason: 'shows another host key than the declared one',
    })
  })

  it('is degraded when it offers more than keys', () => {
    const lax = { ...seen, signInMethods: ['publickey', 'password'] }
    expect(sshProbe.judge({ seen: lax, declaredKey: undefined }, settings, 0)).toMatchObject({
      status: 'degraded',
      reason: 'offers to sign in by password, not by key only',
    })
  })

  it('is down when it does not speak SSH', () => {
    const other = failed('answer', 'EPROTOCOL', 3, 'does not speak SSH')
    expect(sshProbe.judge({ seen: other, declaredKey: undefined }, settings, 0).reason).toBe(
      'does not speak SSH',
    )
  })
})
