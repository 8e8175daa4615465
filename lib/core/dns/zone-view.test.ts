import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FactOf, ObservedFact } from '@/lib/core/observed/fact'
import { makeDnsAnswer } from '@/lib/testing/facts'
import { makeInventory, makeNode } from '@/lib/testing/inventory-factory'
import { isInRange, parseIp } from './ip-range'
import { isNewerSerial, zoneView } from './zone-view'

const nowMs = 1_000_000

function answer(
  part: Partial<FactOf<'dns-answer'>>,
  observedAtMs = nowMs,
): ObservedFact<FactOf<'dns-answer'>> {
  const body = makeDnsAnswer({ server: '127.0.0.1:53', ...part })
  const times = { observedAtMs, sinceMs: observedAtMs, validUntilMs: observedAtMs + 1_000 }
  return {
    key: `${body.server} ${body.name} ${body.type}`,
    body,
    source: 'probe',
    vantage: 'worker',
    setBy: 'dns/zone',
    ...times,
  }
}

function inventoryWith(records: readonly object[]) {
  return makeInventory({
    nodes: [makeNode('dns')],
    links: [],
    dns: {
      zone: 'example.org',
      server: 'dns',
      records: records.map((record, index) => ({
        slug: `r-${index}`,
        name: '@',
        specifiedIn: ['Test'],
        ...record,
      })) as never,
    },
  })
}

function verdictFor(record: object, ...data: readonly string[]) {
  const type = 'type' in record ? String(record.type) : 'A'
  const fact = answer({ type, records: data.map((each) => ({ ttl: 300, data: each })) })
  return zoneView(inventoryWith([record]), [fact], nowMs)?.rows[0]?.verdict
}

describe('the delegation', () => {
  const listing = (names: readonly string[], part: Parameters<typeof answer>[0] = {}, observedAtMs = nowMs) =>
    answer({ type: 'NS', records: names.map((data) => ({ ttl: 300, data })), ...part }, observedAtMs)
  const parent = { server: 'tld:53', serverRole: 'parent' } as const
  const delegationsOf = (...facts: readonly ReturnType<typeof answer>[]) =>
    zoneView(inventoryWith([]), facts, nowMs)?.delegations

  it('is told beside what the zone says of itself, in whatever order and spelling', () => {
    const told = delegationsOf(
      listing(['a.example', 'b.example']),
      listing(['B.example.', 'a.example.'], parent),
      answer({ ...parent, type: 'DS' }),
    )
    expect(told).toEqual([
      {
        server: 'tld:53',
        nameServers: ['a.example', 'b.example'],
        glue: [],
        ds: [],
        verdict: 'as-the-zone',
      },
    ])
    expect(delegationsOf(listing(['a.example']), listing(['c.example'], parent))).toMatchObject([
      { verdict: 'differs', ds: null },
    ])
  })

  it('is judged by nothing that is old, silent or was not asked', () => {
    const own = listing(['a.example'])
    const verdicts = [
      delegationsOf(own, listing(['a.example'], parent, nowMs - 1_001)),
      delegationsOf(own, listing([], { ...parent, rcode: 'timeout' })),
      delegationsOf(listing(['a.example'], {}, nowMs - 1_001), listing(['c.example'], parent)),
      delegationsOf(own),
    ].map((told) => told?.[0]?.verdict)
    expect(verdicts).toEqual(['stale', 'no-answer', 'not-observed', undefined])
  })
})

describe('a declared record beside an answer', () => {
  it('is as declared in whatever order, case and spelling', () => {
    expect(verdictFor({ type: 'AAAA', stated: '2001:db8::1' }, '2001:0db8:0:0:0:0:0:1')).toBe('as-declared')
    expect(verdictFor({ type: 'MX', stated: '10 Mail.Example.org.' }, '10 mail.example.org')).toBe(
      'as-declared',
    )
    expect(verdictFor({ type: 'CAA', stated: '0 issue "ca.example"' }, '0 issue "ca.example"')).toBe(
      'as-declared',
    )
  })

  it('differs when one more is answered, and is missing when none is', () => {
    expect(verdictFor({ type: 'A', stated: '192.0.2.1' }, '192.0.2.1', '192.0.2.2')).toBe('differs')
    expect(verdictFor({ type: 'A', stated: '192.0.2.1' })).toBe('missing')
  })

  it('of a proxied name is compared by the ranges of the provider', () => {
    const proxied = { type: 'A', stated: '104.26.10.xxx', value: '104.26.10.10', isProxied: true }
    expect(verdictFor(proxied, '104.26.11.99')).toBe('as-declared')
    expect(verdictFor(proxied, '198.51.100.66')).toBe('differs')
  })

  it('with a placeholder fits what begins the same', () => {
    expect(verdictFor({ type: 'A', stated: '104.26.10.xxx' }, '104.26.10.7')).toBe('as-declared')
    expect(verdictFor({ type: 'A', stated: '104.26.10.xxx' }, '104.27.10.7')).toBe('differs')
  })

  it('is not judged by a server that fails, nor by an old answer', () => {
    const inventory = inventoryWith([{ type: 'A', stated: '192.0.2.1' }])
    const silent = answer({ rcode: 'timeout' })
    expect(zoneView(inventory, [silent], nowMs)?.rows[0]?.verdict).toBe('no-answer')
    const old = answer({ records: [{ ttl: 1, data: '192.0.2.1' }] }, nowMs - 2_000)
    expect(zoneView(inventory, [old], nowMs)?.rows[0]?.verdict).toBe('stale')
    expect(zoneView(inventory, [], nowMs)?.rows[0]?.verdict).toBe('not-observed')
  })
})

it('shows a change that is spreading, and which server is behind', () => {
  const inventory = inventoryWith([{ type: 'A', stated: '192.0.2.1' }])
  const soa = (serial: number) => ({
    mname: 'ns',
    rname: 'root',
    serial,
    refresh: 1,
    retry: 1,
    expire: 1,
    minimum: 1,
  })
  const view = zoneView(
    inventory,
    [
      answer({ records: [{ ttl: 300, data: '192.0.2.1' }] }),
      answer({ server: '127.0.0.2:53', records: [{ ttl: 300, data: '192.0.2.9' }] }),
      answer({ type: 'SOA', soa: soa(7) }),
      answer({ type: 'SOA', server: '127.0.0.2:53', soa: soa(8) }),
    ],
    nowMs,
  )
  expect(view?.rows[0]).toMatchObject({ isSpreading: true, verdict: 'differs' })
  expect(view?.servers.map(({ isBehind }) => isBehind)).toEqual([true, false])
})

it('a resolver that keeps the old answer shows that a change is spreading, until it has the new one', () => {
  const inventory = inventoryWith([{ type: 'A', stated: '192.0.2.1' }])
  const rowWith = (served: string, kept: string) => {
    const resolver = { server: '127.0.0.3:53', serverRole: 'resolver', isAuthoritative: false } as const
    const facts = [
      answer({ records: [{ ttl: 300, data: served }] }),
      answer({ ...resolver, records: [{ ttl: 120, data: kept }] }),
    ]
    return zoneView(inventory, facts, nowMs)?.rows[0]
  }
  const spreading = rowWith('192.0.2.9', '192.0.2.1')
  expect(spreading).toMatchObject({ isSpreading: true, verdict: 'differs' })
  expect(spreading?.answers.map(({ role, verdict }) => [role, verdict])).toEqual([
    ['authoritative', 'differs'],
    ['resolver', 'as-declared'],
  ])
  expect(rowWith('192.0.2.9', '192.0.2.9')?.isSpreading).toBe(false)
})

it('serials go round: of two different ones exactly one is newer, half the circle apart excepted', () => {
  fc.assert(
    fc.property(fc.nat(0xffff_ffff), fc.nat(0xffff_ffff), (one, other) => {
      const half = (one - other) >>> 0 === 0x8000_0000
      if (!half) expect(isNewerSerial(one, other)).toBe(one !== other && !isNewerSerial(other, one))
    }),
  )
})

it('an address lies in every range of its own prefixes, and in none of the other family', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, prefix) => {
      expect(isInRange(address, `${address}/${prefix}`)).toBe(true)
      expect(isInRange(address, '::/0')).toBe(false)
    }),
  )
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      if (!address.includes('.')) expect(parseIp(address)).not.toBeNull()
    }),
  )
})
