import { describe, expect, it } from 'vitest'
import { deliveryProbe } from './delivery.probe'

const NOW_MS = Date.parse('2026-11-24T12:00:00Z')
const settings = deliveryProbe.settings.parse({
  scheme: 'http',
  host: '10.0.0.1',
  port: 80,
  maxAgeSeconds: 3_600,
})

function judge(lastDelivery: { at: string; result: string } | null) {
  const measured = {
    outcome: 'answered' as const,
    status: 200,
    responseMs: 2,
    value: { channel: 'chat', count: 1, lastDelivery },
  }
  const { status, reason } = deliveryProbe.judge(measured, settings, NOW_MS)
  return { status, reason }
}

describe('the judgement of an alert channel', () => {
  it('is healthy when the last message arrived, or none was sent', () => {
    expect(judge({ at: '2026-11-24T11:58:00Z', result: 'delivered' })).toEqual({
      status: 'healthy',
      reason: 'last message delivered 2 min ago',
    })
    expect(judge(null)).toEqual({ status: 'healthy', reason: 'answers, nothing delivered yet' })
  })

  it('is degraded when the last message did not arrive, or is too long ago', () => {
    expect(judge({ at: '2026-11-24T11:58:00Z', result: 'failed' })).toEqual({
      status: 'degraded',
      reason: 'last message failed 2 min ago',
    })
    expect(judge({ at: '2026-11-24T09:00:00Z', result: 'delivered' }).status).toBe('degraded')
  })
})
