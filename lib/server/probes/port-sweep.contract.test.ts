import { describe, expect, it } from 'vitest'
import type { PortState } from '@/lib/core/observed/fact'
import { breakLab, healLab, labPort } from '@/lib/testing/lab'
import { probeLab } from '@/lib/testing/probe-contract'

const mailhog = { host: '127.10.4.30', ports: [{ port: labPort(8025), as: 8025 }], others: [8_888, 9_200] }

describe('the port-sweep probe of mailhog', () => {
  const lab = probeLab()
  const stateOf = async (port: number): Promise<PortState | undefined> => {
    const { judgement } = await lab.run('port-sweep', mailhog)
    expect(judgement.status).toBe('healthy')
    const facts = judgement.facts?.flatMap((fact) => (fact.kind === 'port' ? [fact] : [])) ?? []
    return facts.find((fact) => fact.port === port)?.state
  }

  it('sees the declared port open and others closed', async () => {
    expect(await stateOf(8_025)).toBe('open')
    expect(await stateOf(9_200)).toBe('closed')
  })

  it('sees a port that nobody declared open at the next look, and closed once it is healed', async () => {
    await breakLab('port-opened', 'mailhog', { port: '8888' })
    expect(await stateOf(8_888)).toBe('open')
    await healLab()
    expect(await stateOf(8_888)).toBe('closed')
  })

  it('sees a declared port closed when its server was shut down', async () => {
    await breakLab('refuse', 'mailhog')
    expect(await stateOf(8_025)).toBe('closed')
    await healLab()
    expect(await stateOf(8_025)).toBe('open')
  })

  it('tells a filtered port from a closed one', async () => {
    await breakLab('port-filtered', 'mailhog', { port: '8025' })
    expect(await stateOf(8_025)).toBe('filtered')
    expect(await stateOf(9_200)).toBe('closed')
    await healLab()
    expect(await stateOf(8_025)).toBe('open')
  })
})
