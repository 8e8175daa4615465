import { describe, expect, it } from 'vitest'
import { breakLab, labPort } from '@/lib/testing/lab'
import { describeProbeContract, probeLab } from '@/lib/testing/probe-contract'

const settings = {
  scheme: 'https',
  host: '127.10.2.10',
  port: labPort(443),
  serverName: 'askproai.de',
  caFile: 'file:lab/tls/ca.pem',
}

describeProbeContract({
  kind: 'app-health',
  node: 'nginx-2',
  settings,
  healthy: { status: 'healthy', reason: /^database, cache, queue, storage ok, answers in / },
  killed: { status: 'down', reason: 'refused the connection' },
  hung: { status: 'down', reason: 'no answer in 2 s' },
})

describe('the app-health probe of a dependency', () => {
  const lab = probeLab()

  it('names the check that fails', async () => {
    await breakLab('kill', 's3')
    const { judgement } = await lab.run('app-health', settings)
    expect(judgement.status).toBe('down')
    expect(judgement.reason).toMatch(/^its check of storage fails/)
  })

  it('is healthy for the checks that count, though another fails', async () => {
    await breakLab('kill', 's3')
    const { judgement } = await lab.run('app-health', { ...settings, checks: ['database'] })
    expect(judgement).toMatchObject({ status: 'healthy', reason: expect.stringMatching(/^database ok/) })
  })
})
