import { expect, it } from 'vitest'
import { failed } from './failure'
import { tcpProbe } from './tcp.probe'

const settings = { host: '10.0.0.1', port: 443, hold: true }

it('a port that answers is healthy, with the time it took', () => {
  expect(tcpProbe.judge({ outcome: 'connected', connectMs: 12.34 }, settings, 0)).toEqual({
    status: 'healthy',
    reason: 'answers in 12 ms',
    evidence: [{ label: 'Address', value: '10.0.0.1:443' }],
    figures: { connectMs: 12.3 },
  })
})

it('a port that refuses is down', () => {
  const { status, reason } = tcpProbe.judge(failed('connect', 'ECONNREFUSED', 1), settings, 0)
  expect({ status, reason }).toEqual({ status: 'down', reason: 'refused the connection' })
})
