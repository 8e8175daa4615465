import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { declaredZoneFile } from '@/lib/core/dns/declared-zone-file'
import type { Inventory, InventoryInput } from '@/lib/core/inventory/inventory'
import { planInventory } from '@/lib/core/inventory/plan-inventory'
import type { FactBody, FactOf, ObservedFact } from '@/lib/core/observed/fact'
import { makeFact, testNowMs } from '@/lib/testing/finding-factory'
import { makeInventory, makeNode } from '@/lib/testing/inventory-factory'
import { readShippedInventory } from '@/lib/testing/shipped-inventory'
import { bindZoneImporter } from './bind-zone.importer'

type Dns = NonNullable<InventoryInput['dns']>
type Facts = Parameters<typeof declaredZoneFile>[1]

const shipped = readShippedInventory()

describe('an exported zone, imported again', () => {
  it('changes nothing of the shipped estate, whose TTLs, SOA and NS nobody declared', () => {
    const text = exported(shipped)
    expect(text).toContain('$TTL 300 ; undeclared: servers need one\n')
    expect(text).toMatch(/^@ 3600 IN SOA .* ; undeclared: as 192\.0\.2\.53:53 serves it$/m)
    expect(text).toContain('\nwww IN CNAME askproai.de.\n')
    expect(planOf(shipped, text)).toEqual([])
  })

  it('changes nothing of one that declares TTLs, a default, its SOA and more about the zone', () => {
    const inventory = estate({
      defaultTtlSeconds: 3_600,
      dnssec: { isSigned: false },
      dkimSelectors: ['stripe'],
      nameServers: [{ name: 'ns1.example.net' }],
      records: [
        record('soa', 'SOA', 'ns1.example.net hostmaster.example.net 7 3600 900 604800 300'),
        record('ns', 'NS', 'ns1.example.net', { ttlSeconds: 86_400 }),
        record('short', 'A', '192.0.2.1', { ttlSeconds: 60, isProxied: true, note: 'kept' }),
        record('same', 'A', '192.0.2.2', { name: 'www', ttlSeconds: 3_600 }),
        record('never', 'TXT', 'not kept', { name: 'now', ttlSeconds: 0 }),
        record('open', 'A', '192.0.2.xxx', { name: 'open' }),
        record('noted', 'A', '192.0.2.3 ; undeclared: so it says', { name: 'noted' }),
      ],
    })
    const text = exported(inventory, [])
    expect(text).not.toMatch(/; undeclared/)
    expect(text).toContain('Left out: open A 192.0.2.xxx')
    expect(planOf(inventory, text)).toEqual([])
  })

  it('changes nothing, whatever is declared', () => {
    fc.assert(
      fc.property(arbitraryZone, (zone) => {
        const inventory = estate(zone)
        const text = exported(inventory)
        expect(planOf(inventory, text), text).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  it('declares what its writer added, and nothing besides', () => {
    const text = `${exported(shipped)}journey 60 IN TXT "on its way"\nsecond IN TXT "by the default"\n`
    expect(planOf(shipped, text)).toMatchObject([
      { type: 'added', slug: 'journey-txt' },
      { type: 'added', slug: 'second-txt' },
    ])
    const added = taken(shipped, text).dns?.records.slice(-2)
    expect(added?.map(({ ttlSeconds }) => ttlSeconds)).toEqual([60, undefined])
  })

  it('declares the default and the SOA once their mark is removed', () => {
    const text = exported(shipped)
      .replace(/(\$TTL 300) ;.*/, '$1')
      .replace(/(IN SOA [^;]*) ;.*/, '$1')
    expect(planOf(shipped, text)).toMatchObject([
      { type: 'changed', kind: 'DNS zone', fields: [{ field: 'defaultTtlSeconds', from: null, to: '300' }] },
      { type: 'added', slug: 'apex-soa' },
    ])
  })
})

it('a default that changes within a file is the TTL of each record below it', () => {
  const text = `$ORIGIN example.org.
$TTL 60
@ SOA ns.elsewhere.test. h 1 2 3 4 5
$TTL 900
@ NS ns.elsewhere.test.
`
  const { dns } = taken(estate({ records: [] }), text)
  expect(dns?.defaultTtlSeconds).toBeUndefined()
  expect(dns?.records.map(({ slug, ttlSeconds }) => [slug, ttlSeconds])).toEqual([
    ['apex-soa', 60],
    ['apex-ns', 900],
  ])
})

it('the lines say which records stay undeclared', () => {
  const reading = bindZoneImporter.read(exported(shipped), { file: 'db.txt', node: '', zone: null })
  expect(reading.notUnderstood).toEqual([])
  expect(reading.understood).toContainEqual(
    expect.objectContaining({
      as: 'SOA record, marked as undeclared: as 192.0.2.53:53 serves it; left so',
    }),
  )
})

function taken(current: Inventory, text: string): Inventory {
  const { effect } = bindZoneImporter.read(text, { file: 'db.txt', node: '', zone: null })
  if (effect?.type !== 'inventory') throw new Error('nothing is taken over')
  return effect.change(current) as Inventory
}

function planOf(current: Inventory, text: string) {
  return planInventory(current, taken(current, text)).changes
}

function exported({ dns }: Inventory, facts?: Facts): string {
  if (dns === undefined) throw new Error('the estate has a zone')
  return declaredZoneFile(dns, facts ?? servedHead(dns.zone), testNowMs)
}

/** What a server says of the zone's own SOA and NS. */
function servedHead(zone: string): Facts {
  return [
    served(zone, 'SOA', { ttl: 3_600, data: 'ns1.example.net dns.example.net 7 3600 900 604800 300' }),
    served(zone, 'NS', { ttl: 86_400, data: 'ns1.example.net' }),
  ]
}

function served(
  zone: string,
  type: 'SOA' | 'NS',
  answer: { readonly ttl: number; readonly data: string },
): ObservedFact<FactOf<'dns-answer'>> {
  const body = {
    kind: 'dns-answer',
    zone,
    server: '192.0.2.53:53',
    serverRole: 'authoritative',
    name: zone,
    type,
    rcode: 'NOERROR',
    isAuthoritative: true,
    isValidated: false,
    usedTcp: false,
    records: [answer],
    glue: [],
    soa: null,
  } as const satisfies FactBody
  return { ...makeFact(body), body }
}

function estate(dns: Partial<Dns>): Inventory {
  return makeInventory({
    nodes: [makeNode('web', { zone: 'dmz' }), makeNode('database', { kind: 'dns' })],
    dns: { zone: 'example.org', server: 'database', records: [], ...dns },
  })
}

function record(
  slug: string,
  type: Dns['records'][number]['type'],
  stated: string,
  parts: Partial<Dns['records'][number]> = {},
): Dns['records'][number] {
  return { slug, name: '@', type, stated, specifiedIn: ['DNS'], ...parts }
}

const label = fc.constantFrom('@', 'www', 'WWW', 'a.b', '*.c', '_dmarc', 'x-1')
const ttlSeconds = fc.option(fc.constantFrom(0, 60, 300, 3_600, 0x7fff_ffff), { nil: undefined })
const saying = fc.oneof(
  fc.constantFrom<readonly [Dns['records'][number]['type'], string]>(
    ['A', '192.0.2.1'],
    ['A', '192.0.2.xxx'],
    ['A', 'no address'],
    ['AAAA', '2001:0DB8:0:0::01'],
    ['MX', '10 Mail.Example.NET.'],
    ['MX', '010 mx2.example.net'],
    ['CAA', '0 issue letsencrypt.org'],
    ['NS', 'ns2.example.net'],
    ['SRV', '0  5 5060 sip.example.net'],
    ['SOA', 'ns1.example.net hostmaster.example.net 7 1h 15m 1w 300'],
    ['TXT', '"two" "strings"'],
  ),
  fc.string({ unit: 'grapheme', maxLength: 300 }).map((text) => ['TXT', text] as const),
)

const arbitraryZone: fc.Arbitrary<Partial<Dns>> = fc
  .record({
    defaultTtlSeconds: ttlSeconds,
    records: fc.array(fc.record({ name: label, saying, ttlSeconds, isProxied: fc.boolean() }), {
      maxLength: 6,
    }),
  })
  .map(({ defaultTtlSeconds, records }) => ({
    ...(defaultTtlSeconds === undefined ? {} : { defaultTtlSeconds }),
    records: records
      // A zone has one SOA, and no wildcard in its name servers: a file that says otherwise is refused.
      .filter(({ name, saying: [type] }, index) => {
        const first = records.findIndex((one) => one.saying[0] === 'SOA')
        return type === 'SOA' ? name === '@' && index === first : type !== 'NS' || name === '@'
      })
      .map(({ name, saying: [type, stated], ttlSeconds: ttl, isProxied }, index) =>
        record(`record-${index}`, type, stated, {
          name,
          isProxied,
          ...(ttl === undefined ? {} : { ttlSeconds: ttl }),
        }),
      ),
  }))
