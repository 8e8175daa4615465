import { describe, expect, it, vi } from 'vitest'
import type { FactOf } from '@/lib/core/observed/fact'
import { breakLab, healLab, labPort } from '@/lib/testing/lab'
import { probeLab } from '@/lib/testing/probe-contract'

const SECOND = '127.10.5.54'
const RESOLVER = { host: '127.10.5.55', port: labPort(53), role: 'resolver' }
const PARENT = { host: '127.10.5.56', port: labPort(53), role: 'parent' }
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

  it('sees a changed record spread: a resolver keeps the old one, and its time runs down', async () => {
    const all = { ...settings, servers: [...settings.servers, RESOLVER] }
    const addresses = async () => {
      const { judgement } = await lab.run('dns-zone', all)
      const facts = judgement.facts?.flatMap((fact) => (fact.kind === 'dns-answer' ? [fact] : [])) ?? []
      const about = facts.filter(({ type, name }) => type === 'A' && name === 'askproai.de')
      const of = (role: string) => about.filter(({ serverRole }) => serverRole === role)
      return { served: of('authoritative').map(dataOf), kept: of('resolver') }
    }
    const declared = ['104.26.10.10', '104.26.11.10']
    expect((await addresses()).kept.map(dataOf)).toEqual([declared])
    await breakLab('dns-changed', undefined, { address: '198.51.100.7' })
    const changed = await addresses()
    const elsewhere = ['104.26.11.10', '198.51.100.7']
    expect(changed.served).toEqual([elsewhere, elsewhere])
    expect(changed.kept).toMatchObject([{ rcode: 'NOERROR', isAuthoritative: false, isValidated: false }])
    const ttl = changed.kept[0]?.records[0]?.ttl ?? 0
    expect(ttl).toBeLessThanOrEqual(300)
    await vi.waitFor(
      async () => {
        const { kept, served } = await addresses()
        expect(kept.map(dataOf)).toEqual([declared])
        expect(served).toEqual([elsewhere, elsewhere])
        expect(kept[0]?.records[0]?.ttl).toBeLessThan(ttl)
      },
      { timeout: 10_000 },
    )
    await healLab()
    const healed = await addresses()
    expect([...healed.served, ...healed.kept.map(dataOf)]).toEqual([declared, declared, declared])
  })

  it('asks the parent for the delegation alone, and reads it from the referral', async () => {
    const all = { ...settings, servers: [...settings.servers, PARENT] }
    const told = async () => {
      const { judgement } = await lab.run('dns-zone', all)
      const facts = judgement.facts?.flatMap((fact) => (fact.kind === 'dns-answer' ? [fact] : [])) ?? []
      return facts.filter(({ serverRole }) => serverRole === 'parent')
    }
    const nameServers = ['ada.ns.cloudflare.com', 'bob.ns.cloudflare.com']
    expect(await told()).toMatchObject([
      { type: 'NS', rcode: 'NOERROR', isAuthoritative: false, glue: [] },
      { type: 'DS', rcode: 'NOERROR', isAuthoritative: true, records: [] },
    ])
    expect((await told()).map(dataOf)).toEqual([nameServers, []])
    await breakLab('dns-delegation-changed')
    expect((await told()).map(dataOf)[0]).toEqual(['ada.ns.cloudflare.com', 'carl.ns.cloudflare.com'])
    await healLab()
    await breakLab('dns-ds-orphaned')
    expect((await told()).map(dataOf)).toEqual([nameServers, [expect.stringMatching(/^2371 13 2 1f/)]])
    await healLab()
    expect((await told()).map(dataOf)).toEqual([nameServers, []])
  })

  it('reads the addresses that a parent says of servers within the zone', async () => {
    const mail = { zone: 'smtp.de', servers: [PARENT] }
    const { judgement } = await lab.run('dns-zone', mail)
    // The server of the registry has this zone itself, so it answers for it and refers to nobody.
    expect(judgement.facts?.find((fact) => 'type' in fact && fact.type === 'NS')).toMatchObject({
      records: [{ data: 'ns.smtp.de' }],
      glue: [{ name: 'ns.smtp.de', address: '127.10.5.56' }],
    })
  })

  it('asks resolvers alone for what is not of the zone, such as what SPF includes', async () => {
    const included = '_spf.smtp.de'
    const asked = {
      ...settings,
      servers: [...settings.servers, RESOLVER, PARENT],
      questions: [{ name: included, types: ['TXT'] }],
    }
    const { judgement } = await lab.run('dns-zone', asked)
    const about = judgement.facts?.filter((fact) => 'name' in fact && fact.name === included)
    expect(about).toMatchObject([
      { serverRole: 'resolver', rcode: 'NOERROR', records: [{ data: 'v=spf1 ip4:127.10.9.13 -all' }] },
    ])
  })

  it('is refused by the resolver what is not of the zone', async () => {
    const abroad = { zone: 'example.org', servers: [RESOLVER] }
    const { judgement } = await lab.run('dns-zone', abroad)
    expect(judgement.facts?.map((fact) => 'rcode' in fact && fact.rcode)).toEqual(
      Array.from({ length: 4 }, () => 'REFUSED'),
    )
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

function dataOf({ records }: FactOf<'dns-answer'>): readonly string[] {
  return records.map(({ data }) => data)
}
