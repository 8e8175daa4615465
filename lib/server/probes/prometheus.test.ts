import { describe, expect, it } from 'vitest'
import { prometheusProbe } from './prometheus.probe'

const base = { scheme: 'http', host: '10.0.0.1', port: 9090, query: 'up', what: 'load', unit: '%' }
type Measured = Parameters<typeof prometheusProbe.judge>[0]

function judge(values: string[], limits: Record<string, unknown> = {}) {
  const result = values.map((value, index) => ({
    metric: { __name__: 'load', instance: `host-${index}` },
    value: [0, value] as [number, string],
  }))
  const measured: Measured = {
    outcome: 'answered',
    status: 200,
    responseMs: 3,
    value: { status: 'success', data: { resultType: 'vector', result } },
  }
  const { status, reason } = prometheusProbe.judge(
    measured,
    prometheusProbe.settings.parse({ ...base, ...limits }),
    0,
  )
  return { status, reason }
}

describe('the judgement of a Prometheus query', () => {
  const limits = {
    downWhen: { comparison: 'above', value: 90 },
    degradedWhen: { comparison: 'above', value: 70 },
  }

  it('is healthy within the limits', () => {
    expect(judge(['12.5'], limits)).toEqual({ status: 'healthy', reason: 'load is 12.5 %' })
  })

  it('goes by any sample beyond a limit, the worse limit first', () => {
    expect(judge(['12', '75'], limits)).toEqual({ status: 'degraded', reason: 'load is 75 %' })
    expect(judge(['75', '95'], limits)).toEqual({ status: 'down', reason: 'load is 95 %' })
  })

  it.each([
    ['below', '3', 4],
    ['equal', '0', 0],
    ['not-equal', '0', 1],
  ])('knows the comparison %s', (comparison, value, limit) => {
    expect(judge([value], { downWhen: { comparison, value: limit } }).status).toBe('down')
  })

  it('is unknown without a value, or with one that is no number', () => {
    expect(judge([], limits)).toEqual({ status: 'unknown', reason: 'Prometheus has no value for it' })
    expect(judge(['NaN'], limits)).toEqual({ status: 'unknown', reason: 'load is not a number' })
  })
})
