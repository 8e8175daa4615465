import { describe, expect, it } from 'vitest'
import { breakLab, labPort } from '@/lib/testing/lab'
import { describeProbeContract, probeLab } from '@/lib/testing/probe-contract'

const settings = {
  host: '127.10.1.10',
  port: labPort(443),
  serverName: 'askproai.de',
  caFile: 'file:lab/tls/ca.pem',
}

describeProbeContract({
  kind: 'tls',
  node: 'nginx-1',
  settings,
  healthy: { status: 'healthy', reason: /^TLSv1\.[23], certificate expires in \d+ days$/ },
  killed: { status: 'down', reason: 'refused the connection' },
  hung: { status: 'down', reason: 'no answer in 2 s' },
})

describe('the tls probe of a faulty certificate', () => {
  const lab = probeLab()

  it.each([
    ['certificate-expired', /^its certificate expired on \d{4}-\d{2}-\d{2}$/],
    ['certificate-wrong-issuer', /^its certificate .*not trusted/],
    ['certificate-wrong-name', /^its certificate is not for askproai\.de$/],
    ['certificate-no-intermediate', /^its certificate chain is not complete/],
  ])('names what is wrong: %s', async (fault, reason) => {
    await breakLab(fault, 'nginx-1')
    const { judgement } = await lab.run('tls', settings)
    expect(judgement.reason).toMatch(reason)
    expect(judgement.status).toBe('down')
  })

  it('shows the chain as it is served, without the root', async () => {
    const { judgement } = await lab.run('tls', settings)
    const chain = judgement.evidence.find(({ label }) => label === 'Chain as served')?.value ?? ''
    expect(chain.split(' ← ')).toHaveLength(2)
  })
})
