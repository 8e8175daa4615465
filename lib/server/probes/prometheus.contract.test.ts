import { describe, expect, it } from 'vitest'
import { labPort } from '@/lib/testing/lab'
import { describeProbeContract, probeLab } from '@/lib/testing/probe-contract'

const settings = {
  scheme: 'http',
  host: '127.10.4.20',
  port: labPort(9090),
  query: 'vector(7)',
  what: 'the answer',
}

describeProbeContract({
  kind: 'prometheus',
  node: 'prometheus',
  settings,
  healthy: { status: 'healthy', reason: 'the answer is 7' },
  killed: { status: 'unknown', reason: 'not known: Prometheus refused the connection' },
  hung: { status: 'unknown', reason: 'not known: no answer from Prometheus in 2 s' },
})

describe('the prometheus probe against its limits', () => {
  const lab = probeLab()

  it.each([
    ['down beyond its limit', { downWhen: { comparison: 'above', value: 5 } }, 'down', 'the answer is 7'],
    ['degraded', { degradedWhen: { comparison: 'below', value: 8 } }, 'degraded', 'the answer is 7'],
    ['unknown without a value', { query: 'no_such_metric' }, 'unknown', 'Prometheus has no value for it'],
    ['unknown for a broken query', { query: 'sum(' }, 'unknown', /^Prometheus refuses the query: /],
  ])('is %s', async (_case, change, status, reason) => {
    const { judgement } = await lab.run('prometheus', { ...settings, ...change })
    expect(judgement.status).toBe(status)
    expect(judgement.reason).toMatch(reason)
  })
})
