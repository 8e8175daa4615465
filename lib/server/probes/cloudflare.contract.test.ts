import { describe, expect, it } from 'vitest'
import { labPort } from '@/lib/testing/lab'
import { describeProbeContract, probeLab } from '@/lib/testing/probe-contract'

const settings = {
  host: '127.10.0.11',
  port: labPort(443),
  zone: 'askproai.de',
  token: 'file:lab/secrets/cloudflare-token',
  caFile: 'file:lab/tls/ca.pem',
}

describeProbeContract({
  kind: 'cloudflare',
  node: 'cloudflare',
  settings,
  healthy: { status: 'healthy', reason: /, 2 pools serve$/ },
  killed: { status: 'unknown', reason: 'not known: the API refused the connection' },
  hung: { status: 'unknown', reason: 'not known: no answer from the API in 2 s' },
})

describe('the cloudflare probe that may not look', () => {
  const lab = probeLab()

  it('knows nothing with a wrong token', async () => {
    const { judgement } = await lab.run('cloudflare', { ...settings, token: 'file:lab/secrets/redis' })
    expect(judgement).toMatchObject({
      status: 'unknown',
      reason: 'the probe may not read the zone: its token is refused',
    })
  })

  it('knows nothing of a zone that the token does not reach', async () => {
    const { judgement } = await lab.run('cloudflare', { ...settings, zone: 'example.org' })
    expect(judgement).toMatchObject({
      status: 'unknown',
      reason: 'not known: the API knows no zone example.org',
    })
  })
})
