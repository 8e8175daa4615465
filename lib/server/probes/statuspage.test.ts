import { describe, expect, it } from 'vitest'
import { failed } from './failure'
import { statuspageProbe } from './statuspage.probe'

const base = { scheme: 'https', host: 'status.example', port: 443 }

type Measured = Parameters<typeof statuspageProbe.judge>[0]

function judge(
  indicator: 'none' | 'minor' | 'major' | 'critical' | 'maintenance',
  components: string[] = [],
) {
  const measured: Measured = {
    outcome: 'answered',
    status: 200,
    responseMs: 30,
    value: {
      page: { name: 'Example' },
      status: { indicator, description: 'As it is' },
      components: [
        { name: 'API', status: 'operational' },
        { name: 'Hooks', status: 'degraded_performance' },
        { name: 'Mail', status: 'major_outage' },
      ],
      incidents: [{ name: 'Slow hooks', status: 'investigating', impact: 'minor' }],
    },
  }
  return statuspageProbe.judge(measured, statuspageProbe.settings.parse({ ...base, components }), 0)
}

describe('the judgement of a status page', () => {
  it.each([
    ['none', 'healthy'],
    ['minor', 'degraded'],
    ['major', 'degraded'],
    ['critical', 'down'],
    ['maintenance', 'degraded'],
  ] as const)('takes the indicator %s for %s', (indicator, status) => {
    expect(judge(indicator)).toMatchObject({ status, reason: 'its status page says: As it is' })
  })

  it('goes by the components that matter alone', () => {
    expect(judge('critical', ['API']).status).toBe('healthy')
    expect(judge('none', ['API', 'Hooks'])).toMatchObject({
      status: 'degraded',
      reason: 'its status page says: Hooks degraded performance',
    })
    expect(judge('none', ['Hooks', 'Mail']).status).toBe('down')
  })

  it('is unknown when a component is not on the page, or the page does not answer', () => {
    expect(judge('none', ['Fax'])).toMatchObject({
      status: 'unknown',
      reason: 'its status page has no component Fax',
    })
    const settings = statuspageProbe.settings.parse(base)
    expect(statuspageProbe.judge(failed('answer', 'HTTP_503', 9, 'answers 503'), settings, 0)).toMatchObject({
      status: 'unknown',
      reason: 'not known: its status page answers 503',
    })
  })
})
