import { describe, expect, it } from 'vitest'
import { breakLab, labPort } from '@/lib/testing/lab'
import { describeProbeContract, probeLab } from '@/lib/testing/probe-contract'

const settings = {
  host: '127.10.5.53',
  port: labPort(53),
  zone: 'askproai.de',
  records: [
    { name: 'askproai.de', type: 'A', values: ['104.26.11.10', '104.26.10.10'] },
    { name: 'www.askproai.de', type: 'CNAME', values: ['askproai.de'] },
    { name: 'askproai.de', type: 'MX', values: ['10 mx1.smtp.de', '20 mx2.smtp.de'] },
    { name: 'askproai.de', type: 'TXT', values: ['v=spf1 include:_spf.smtp.de -all'] },
    { name: 'askproai.de', type: 'CAA', values: ['0 issue "letsencrypt.org"'] },
  ],
}

describeProbeContract({
  kind: 'dns',
  node: 'dns',
  settings,
  healthy: { status: 'healthy', reason: 'authority for askproai.de, 5 of 5 records as declared' },
  killed: { status: 'down', reason: 'refused the connection' },
  hung: { status: 'down', reason: 'no answer in 2 s' },
})

describe('the dns probe of a zone that differs', () => {
  const lab = probeLab()

  it('names the record that was changed', async () => {
    await breakLab('dns-changed', 'dns')
    const { judgement } = await lab.run('dns', settings)
    expect(judgement.status).toBe('degraded')
    expect(judgement.reason).toMatch(/answers .*, declared /)
  })

  it('is down for a zone of which the server is no authority', async () => {
    const { judgement } = await lab.run('dns', { ...settings, zone: 'example.org', records: [] })
    expect(judgement).toMatchObject({ status: 'down', reason: 'answers REFUSED for example.org' })
  })
})
