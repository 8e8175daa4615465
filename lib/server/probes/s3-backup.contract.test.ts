import { describe, expect, it } from 'vitest'
import { breakLab, labPort } from '@/lib/testing/lab'
import { describeProbeContract, probeLab } from '@/lib/testing/probe-contract'

const settings = {
  host: '127.10.3.40',
  port: labPort(9000),
  scheme: 'http',
  bucket: 'askproai-backups',
  prefix: 'mariadb/',
  manifestSuffix: '.manifest.json',
  accessKey: 'file:lab/secrets/s3-access-key',
  secretKey: 'file:lab/secrets/s3-secret-key',
  maxAgeSeconds: 86_400,
}

describeProbeContract({
  kind: 's3-backup',
  node: 's3',
  settings,
  healthy: { status: 'healthy', reason: /^newest backup is .* old$/ },
  killed: { status: 'unknown', reason: 'not known: S3 refused the connection' },
  hung: { status: 'unknown', reason: 'not known: no answer from S3 in 2 s' },
})

describe('the s3-backup probe of missing backups', () => {
  const lab = probeLab()

  it('is down when there is no backup', async () => {
    await breakLab('backup-missing', 's3', { hours: '8760' })
    const { judgement } = await lab.run('s3-backup', settings)
    expect(judgement).toMatchObject({ status: 'down', reason: 'there is no backup' })
  })
})
