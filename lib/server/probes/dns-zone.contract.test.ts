import { describe, expect, it } from 'vitest'
import type { FactOf } from '@/lib/core/observed/fact'
import { breakLab, healLab, labPort } from '@/lib/testing/lab'
import { probeLab } from '@/lib/testing/probe-contract'

const SECOND = '127.10.5.54'
const settings = {
  zone: 'askproai.de',
  servers: [
    { host: '127.10.5.53', port: labPort(53) },
    { host: SECOND, port: labPort(53) },
  ],
  questions: [
    { name: 'askproai.de', types: ['A', 'MX', 'TXT', 'AXFR'] },
    { name: 'nowhere.askproai.de', types: ['A'] },
  ],
}

describe('the dns-zone probe', () => {
  const lab = probeLab()
  const ask = async (): Promise<readonly FactOf<'dns-answer'>[]> => {
    const { judgement } = await lab.run('dns-zone', settings)
    return judgement.facts?.flatMap((fact) => (fact.kind === 'dns-answer' ? [fact] : [])) ?? []
  }
  const find = (facts: readonly FactOf<'dns-answer'>[], type: string, name = 'askproai.de') =>
    facts.find((fact) => fact.type === type && fact.name === name)

  it('tells what the server answers with authority, each TTL, and the serial', async () => {
    const facts = await ask()
    expect(find(facts, 'A')).toMatchObject({
      server: `127.10.5.53:${labPort(53)}`,
      rcode: 'NOERROR',
      isAuthoritative: true,
      records: [
        { ttl: 300, data: '104.26.10.10' },
        { ttl: 300, data: '104.26.11.10' },
      ],
    })
    expect(find(facts, 'CAA')?.records.map(({ data }) => data)).toEqual(['0 issue "letsencrypt.org"'])
    expect(find(facts, 'SOA')?.soa?.serial).toBeGreaterThan(1_600_000_000)
    expect(find(facts, 'A', 'nowhere.askproai.de')).toMatchObject({ rcode: 'NXDOMAIN', records: [] })
  })

  it('shows a changed record at the next look, under a newer serial, and what is declared once healed', async () => {
    const before = find(await ask(), 'SOA')?.soa?.serial ?? 0
    await breakLab('dns-changed', undefined, { address: '198.51.100.7' })
    const changed = await ask()
    expect(find(changed, 'A')?.records.map(({ data }) => data)).toContain('198.51.100.7')
    expect(find(changed, 'SOA')?.soa?.serial).toBeGreaterThanOrEqual(before)
    await healLab()
    expect(find(await ask(), 'A')?.records.map(({ data }) => data)).toEqual(['104.26.10.10', '104.26.11.10'])
  })

  it('sees a second server that is left behind by its serial, and both agree once it is healed', async () => {
    const serials = async () =>
      (await ask()).flatMap(({ server, soa }) => (soa === null ? [] : [{ server, serial: soa.serial }]))
    await breakLab('dns-secondary-behind')
    const [first, second] = await serials()
    expect(second?.server).toBe(`${SECOND}:${labPort(53)}`)
    expect(second?.serial).toBeLessThan(first?.serial ?? 0)
    await healLab()
    expect(new Set((await serials()).map(({ serial }) => serial)).size).toBe(1)
  })

  it('is refused the whole zone by both servers', async () => {
    const answers = (await ask()).filter(({ type }) => type === 'AXFR')
    expect(answers).toHaveLength(2)
    for (const answer of answers) {
      expect(answer).toMatchObject({ rcode: expect.stringMatching(/REFUSED|NOTAUTH/), records: [] })
    }
  })

  it('keeps a server that is silent apart from one that denies', async () => {
    await breakLab('hang', 'dns')
    const { judgement } = await lab.run('dns-zone', settings)
    expect(judgement).toMatchObject({
      status: 'degraded',
      reason: expect.stringContaining('answers nothing'),
    })
    expect(find(await ask(), 'A')).toMatchObject({ rcode: 'timeout', records: [] })
  })
})
