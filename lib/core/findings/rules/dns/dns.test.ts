import { FormerAnswers } from '@/lib/core/dns/former-answers'
import type { InventoryInput } from '@/lib/core/inventory/inventory'
import type { FactOf } from '@/lib/core/observed/fact'
import { makeDnsAnswer } from '@/lib/testing/facts'
import { makeFindingInput as given, makeFact, testNowMs } from '@/lib/testing/finding-factory'
import { makeNode } from '@/lib/testing/inventory-factory'
import { testRules } from '@/lib/testing/rule-cases'
import { dnsRules } from './registry'

type Dns = NonNullable<InventoryInput['dns']>
type Record_ = Dns['records'][number]
type Answer = FactOf<'dns-answer'>

const nodes = [makeNode('ns', { kind: 'dns' }), makeNode('web', { address: '198.51.100.7' })]

function record(type: Record_['type'], name: string, stated: string, parts: Partial<Record_> = {}): Record_ {
  const slug = `${type}-${name}-${stated}`
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60)
    .replace(/-$/, '')
  return { slug, type, name, stated, specifiedIn: ['DNS'], ...parts }
}

function zone(records: Record_[], parts: Partial<Dns> = {}): Partial<InventoryInput> {
  return { nodes, links: [], dns: { zone: 'example.org', server: 'ns', records, ...parts } }
}

function answer(name: string, type: string, data: readonly string[], parts: Partial<Answer> = {}): Answer {
  return makeDnsAnswer({ name, type, records: data.map((each) => ({ ttl: 300, data: each })), ...parts })
}

/** The zone was changed from .9 to .5, and a resolver answers as told with one second left. */
function changedAgo(agoMs: number, { formerTtl, kept }: { formerTtl: number; kept: string }) {
  const atMs = testNowMs - agoMs
  const former = answer('example.org', 'A', ['203.0.112.9'])
  const from = { ...former, records: former.records.map((each) => ({ ...each, ttl: formerTtl })) }
  const to = answer('example.org', 'A', ['203.0.112.5'])
  const by = { key: 'one', kind: to.kind, setBy: 'ns/servers', vantage: 'worker' as const }
  const history = new FormerAnswers()
  history.add([{ ...by, atMs, from, to }])
  const resolved = answer('example.org', 'A', [kept], { serverRole: 'resolver', server: 'r:53' })
  return given(
    zone([apex]),
    [
      makeFact(to, { sinceMs: atMs }),
      { ...resolved, records: resolved.records.map((each) => ({ ...each, ttl: 1 })) },
    ],
    { formerAnswers: history.at(testNowMs) },
  )
}

/** The zone is delegated to a server within it, with what the parent says of its address. */
function delegated(glue: Answer['glue']) {
  return given(zone([apex]), [
    answer('example.org', 'NS', ['ns1.example.org']),
    answer('ns1.example.org', 'A', ['198.51.100.53']),
    answer('example.org', 'NS', ['ns1.example.org'], { serverRole: 'parent', server: 'tld:53', glue }),
  ])
}

const soa = {
  mname: 'ns1.example.org',
  rname: 'a.example.org',
  serial: 1,
  refresh: 7_200,
  retry: 3_600,
  expire: 1_209_600,
  minimum: 3_600,
}
const www = record('CNAME', 'www', 'example.org')
const apex = record('A', '@', '203.0.112.5')
const edge = record('A', '@', '104.26.10.10', { isProxied: true })
const records = (...own: Record_[]) => given(zone(own))

testRules(dnsRules, {
  'DNS-001': {
    fires: [records(record('CNAME', 'www', 'a.example.net'), record('TXT', 'www', 'x'))],
    holds: [records(www, apex)],
  },
  'DNS-002': { fires: [records(record('CNAME', '@', 'a.example.net'))], holds: [records(www, apex)] },
  'DNS-003': {
    fires: [records(record('MX', '@', '10 www.example.org'), www)],
    holds: [records(record('MX', '@', '10 mail.example.net'), www)],
  },
  'DNS-004': {
    fires: [records(record('MX', '@', '10 192.0.2.1'))],
    holds: [records(record('MX', '@', '10 mail.example.net'))],
  },
  'DNS-005': {
    fires: [
      records(record('CNAME', 'a', 'b.example.org'), record('CNAME', 'b', 'a.example.org')),
      records(
        record('CNAME', 'a', 'b.example.org'),
        record('CNAME', 'b', 'c.example.org'),
        record('CNAME', 'c', 'example.net'),
      ),
    ],
    holds: [records(www, apex)],
  },
  'DNS-006': {
    fires: [
      records({ ...apex, ttlSeconds: 60 }, record('A', '@', '203.0.112.6', { ttlSeconds: 300 })),
      given(zone([{ ...apex, ttlSeconds: 60 }, record('A', '@', '203.0.112.6')], { defaultTtlSeconds: 300 })),
    ],
    holds: [
      records({ ...apex, ttlSeconds: 60 }, record('A', '@', '203.0.112.6', { ttlSeconds: 60 })),
      given(zone([{ ...apex, ttlSeconds: 60 }, record('A', '@', '203.0.112.6')], { defaultTtlSeconds: 60 })),
    ],
  },
  'DNS-007': {
    fires: [records(apex, { ...apex, slug: 'again' })],
    holds: [records(apex, record('A', '@', '203.0.112.6'))],
  },
  'DNS-008': {
    fires: [records(record('CNAME', 'www', 'web.example.org.example.org'))],
    holds: [records(www)],
  },
  'DNS-009': {
    fires: [
      given(zone([apex], { nameServers: [{ name: 'ns1.example.net' }] })),
      given(
        zone([apex], {
          nameServers: [
            { name: 'a', address: '192.0.2.1' },
            { name: 'b', address: '192.0.2.2' },
          ],
        }),
      ),
    ],
    holds: [
      given(
        zone([apex], {
          nameServers: [
            { name: 'a', address: '192.0.2.1' },
            { name: 'b', address: '198.51.100.2' },
          ],
        }),
      ),
      given(zone([apex]), [answer('example.org', 'NS', ['a.example.net.', 'b.example.net.'])]),
    ],
    needs: [records(apex)],
  },
  'DNS-010': {
    fires: [
      given(zone([apex]), [
        answer('example.org', 'SOA', ['x'], { soa }),
        answer('example.org', 'SOA', ['x'], { server: 'ns2:53', soa: { ...soa, serial: 2 } }),
      ]),
    ],
    holds: [given(zone([apex]), [answer('example.org', 'SOA', ['x'], { soa })])],
    needs: [records(apex)],
  },
  'DNS-011': {
    fires: [
      given(zone([apex]), [
        answer('example.org', 'NS', ['a.']),
        answer('example.org', 'NS', ['b.'], { serverRole: 'parent', server: 'tld:53' }),
      ]),
      given(zone([apex]), [
        answer('example.org', 'NS', ['a.']),
        answer('example.org', 'NS', [], { serverRole: 'parent', server: 'tld:53', rcode: 'NXDOMAIN' }),
      ]),
      delegated([]),
      delegated([{ name: 'ns1.example.org', address: '203.0.112.53' }]),
    ],
    holds: [
      given(zone([apex]), [
        answer('example.org', 'NS', ['a.']),
        answer('example.org', 'NS', ['A.'], { serverRole: 'parent', server: 'tld:53' }),
      ]),
      delegated([{ name: 'ns1.example.org', address: '198.51.100.53' }]),
    ],
    needs: [
      records(apex),
      given(zone([apex]), [
        answer('example.org', 'NS', ['a.']),
        answer('example.org', 'NS', [], { serverRole: 'parent', server: 'tld:53', rcode: 'timeout' }),
      ]),
    ],
  },
  'DNS-012': {
    fires: [given(zone([apex]), [answer('example.org', 'A', ['203.0.112.9'])])],
    holds: [
      given(zone([apex]), [answer('example.org', 'A', ['203.0.112.5'])]),
      given(zone([edge]), [answer('example.org', 'A', ['104.26.11.99'])]),
    ],
  },
  'DNS-013': {
    fires: [
      given(zone([apex]), [
        makeFact(answer('example.org', 'A', ['203.0.112.5']), { sinceMs: testNowMs - 301_000 }),
        answer('example.org', 'A', ['203.0.112.9'], { serverRole: 'resolver', server: 'r:53' }),
      ]),
      // The long TTL that it had before has ended too.
      changedAgo(86_401_000, { formerTtl: 86_400, kept: '203.0.112.9' }),
      // Nobody has ever answered so.
      changedAgo(50_000_000, { formerTtl: 86_400, kept: '192.0.2.66' }),
    ],
    holds: [
      given(zone([apex]), [
        answer('example.org', 'A', ['203.0.112.5']),
        answer('example.org', 'A', ['203.0.112.5'], { serverRole: 'resolver', server: 'r:53' }),
      ]),
      // Its TTL was a day before it was shortened: a copy may be kept for that day, not for five minutes.
      changedAgo(86_399_000, { formerTtl: 86_400, kept: '203.0.112.9' }),
      // The second server still says so: that is told of the server.
      given(zone([apex]), [
        makeFact(answer('example.org', 'A', ['203.0.112.5']), { sinceMs: testNowMs - 301_000 }),
        answer('example.org', 'A', ['203.0.112.9'], { server: 'ns2:53' }),
        answer('example.org', 'A', ['203.0.112.9'], { serverRole: 'resolver', server: 'r:53' }),
      ]),
      given(zone([apex]), [
        makeFact(answer('example.org', 'A', ['203.0.112.5']), { sinceMs: testNowMs - 299_000 }),
        answer('example.org', 'A', ['203.0.112.9'], { serverRole: 'resolver', server: 'r:53' }),
      ]),
    ],
  },
  'DNS-014': {
    fires: [
      records(record('A', '@', '104.26.10.10')),
      given(zone([edge]), [answer('example.org', 'A', ['203.0.112.9'])]),
    ],
    holds: [given(zone([edge]), [answer('example.org', 'A', ['104.26.11.99'])])],
  },
  'DNS-015': {
    fires: [records(edge, record('A', 'direct', '198.51.100.7'))],
    holds: [records(edge, record('A', 'other', '203.0.112.77'))],
  },
  'DNS-016': {
    fires: [
      records(record('CNAME', 'shop', 'gone.example.org')),
      given(zone([record('CNAME', 'shop', 'gone.example.net')]), [
        answer('gone.example.net', 'A', [], { rcode: 'NXDOMAIN', serverRole: 'resolver' }),
      ]),
    ],
    holds: [records(www, apex)],
  },
  'DNS-017': {
    fires: [
      given(zone([apex]), [answer('example.org', 'SOA', ['x'], { soa: { ...soa, expire: 3_600 } })]),
      records(record('SOA', '@', 'ns. a. 1 7200 7200 1209600 3600')),
    ],
    holds: [given(zone([apex]), [answer('example.org', 'SOA', ['x'], { soa })])],
    needs: [records(apex)],
  },
  'DNS-018': {
    fires: [
      given(zone([apex], { dnssec: { isSigned: false } })),
      given(zone([apex]), [answer('example.org', 'DNSKEY', [])]),
    ],
    holds: [given(zone([apex], { dnssec: { isSigned: true } }))],
    needs: [records(apex)],
  },
  'DNS-019': {
    fires: [
      given(zone([apex]), [
        answer('example.org', 'DS', ['1 13 2 aa'], { serverRole: 'parent' }),
        answer('example.org', 'DNSKEY', []),
      ]),
    ],
    holds: [
      given(zone([apex]), [
        answer('example.org', 'DS', ['1 13 2 aa'], { serverRole: 'parent' }),
        answer('example.org', 'DNSKEY', ['257 3 13 k']),
      ]),
    ],
  },
  'DNS-020': {
    fires: [given(zone([apex], { dnssec: { isSigned: true, algorithm: 'RSASHA1' } }))],
    holds: [
      given(zone([apex], { dnssec: { isSigned: true, algorithm: 'ECDSAP256SHA256', nsec3Iterations: 0 } })),
    ],
  },
  'DNS-021': { fires: [records(apex)], holds: [records(apex, record('AAAA', '@', '2001:41d0::1'))] },
  'DNS-022': {
    fires: [records(record('A', 'inner', '10.0.0.5')), records(record('A', 'doc', '192.0.2.5'))],
    holds: [records(record('A', '@', '5.9.1.2'))],
  },
  'DNS-023': {
    fires: [
      records(record('TXT', '@', 'x'.repeat(300))),
      records(record('TXT', '_dmarc', '"v=DMARC1"; p=none')),
    ],
    holds: [records(record('TXT', '@', `"${'x'.repeat(200)}" "${'y'.repeat(200)}"`))],
  },
  'DNS-024': {
    fires: [records(record('SPF', '@', 'v=spf1 -all'))],
    holds: [records(record('TXT', '@', 'v=spf1 -all'))],
  },
  'DNS-025': {
    fires: [given(zone([apex]), [answer('example.org', 'AXFR', ['a', 'b'])])],
    holds: [given(zone([apex]), [answer('example.org', 'AXFR', [], { rcode: 'REFUSED' })])],
    needs: [records(apex)],
  },
})
