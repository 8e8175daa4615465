import { describe, expect, it } from 'vitest'
import { labPort } from '@/lib/testing/lab'
import { describeProbeContract, probeLab } from '@/lib/testing/probe-contract'

const settings = {
  host: '127.10.3.40',
  port: labPort(9000),
  scheme: 'http',
  bucket: 'askproai-backups',
  accessKey: 'file:lab/secrets/s3-access-key',
  secretKey: 'file:lab/secrets/s3-secret-key',
}

describeProbeContract({
  kind: 's3',
  node: 's3',
  settings,
  healthy: { status: 'healthy', reason: /^lets us into the bucket in / },
  killed: { status: 'down', reason: 'refused the connection' },
  hung: { status: 'down', reason: 'no answer in 2 s' },
})

describe('the s3 probe of a server that answers otherwise', () => {
  const lab = probeLab()

  it('is down when the bucket is not there', async () => {
    const { judgement } = await lab.run('s3', { ...settings, bucket: 'no-such-bucket' })
    expect(judgement).toMatchObject({ status: 'down', reason: 'has no such bucket' })
  })

  it('knows nothing when its own key is not known there', async () => {
    const { judgement } = await lab.run('s3', { ...settings, accessKey: 'file:lab/secrets/redis' })
    expect(judgement).toMatchObject({
      status: 'unknown',
      reason: 'the probe may not sign in: its access key is not known',
    })
  })
})
