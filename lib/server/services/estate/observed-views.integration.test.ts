import { afterEach, beforeEach, expect, it } from 'vitest'
import { getDns as dnsEndpoint } from '@/lib/core/api/dns'
import { getTls as tlsEndpoint } from '@/lib/core/api/tls'
import type { FactBody, FactOf } from '@/lib/core/observed/fact'
import { getDns } from '@/lib/server/services/dns/get-dns'
import { storeFacts } from '@/lib/server/services/observed/store-facts'
import { getTls } from '@/lib/server/services/tls/get-tls'
import { makeTlsFact } from '@/lib/testing/facts'
import { makeLink, makeNode } from '@/lib/testing/inventory-factory'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { declare } from '@/lib/testing/worker'

const atMs = Date.UTC(2030, 0, 31)
let test: TestDatabase
beforeEach(async () => {
  test = await createTestDatabase()
})
afterEach(() => test.drop())

function contextAt(nowMs: number) {
  const actor = { type: 'system', name: 'test', role: 'admin' } as const
  return { actor, clock: { nowMs: () => nowMs }, database: test.database, requestId: 'test' }
}

function say(facts: readonly FactBody[]) {
  const set = { name: 'web/probe', setBy: 'web/probe', source: 'probe', vantage: 'worker' } as const
  return storeFacts(contextAt(atMs), { ...set, observedAtMs: atMs, validUntilMs: atMs + 60_000, facts })
}

const answer: FactOf<'dns-answer'> = {
  kind: 'dns-answer',
  zone: 'example.org',
  server: '127.0.0.1:53',
  serverRole: 'authoritative',
  name: 'example.org',
  type: 'A',
  rcode: 'NOERROR',
  isAuthoritative: true,
  isValidated: false,
  usedTcp: false,
  records: [{ ttl: 300, data: '192.0.2.1' }],
  glue: [],
  soa: null,
}

it('the DNS view holds the answer of each server beside what is declared, as the endpoint promises it', async () => {
  await declare(test.database, {
    nodes: [makeNode('web')],
    links: [],
    dns: {
      zone: 'example.org',
      server: 'web',
      records: [{ slug: 'a', type: 'A', name: '@', stated: '192.0.2.1', specifiedIn: ['Test'] }],
    },
  })
  const spf = { ...answer, type: 'TXT', records: [{ ttl: 300, data: 'v=spf1 mx -all' }] }
  await say([answer, spf])
  const view = dnsEndpoint.response.parse(await getDns(contextAt(atMs)))
  expect(view.rows).toMatchObject([{ name: 'example.org', type: 'A', verdict: 'as-declared' }])
  expect(view.mail).toMatchObject([{ kind: 'SPF', summary: '1 of 10 lookups, all others: fail' }])
  const old = dnsEndpoint.response.parse(await getDns(contextAt(atMs + 60_001)))
  expect(old.rows[0]?.verdict).toBe('stale')
  expect(old.mail).toEqual([])
})

it('the TLS view holds endpoints and legs beside the declared policy, as the endpoint promises it', async () => {
  await declare(test.database, {
    nodes: [makeNode('edge'), makeNode('web')],
    links: [makeLink('edge', 'web')],
    tls: {
      certificates: [
        {
          slug: 'domain',
          role: 'domain',
          title: 'Domain',
          subject: 'example.org',
          presentedBy: ['web'],
          specifiedIn: ['Test'],
        },
      ],
      settings: [
        {
          slug: 'hsts',
          certificate: 'domain',
          stated: 'HSTS Enabled',
          requirement: { type: 'hsts' },
          specifiedIn: ['Test'],
        },
      ],
      hops: [
        {
          slug: 'edge-to-web',
          stage: 1,
          title: 'Edge → Web',
          links: ['edge-to-web'],
          isEncrypted: true,
          specifiedIn: ['Test'],
        },
      ],
    },
  })
  await say([makeTlsFact({ hsts: null })])
  const view = tlsEndpoint.response.parse(await getTls(contextAt(atMs)))
  expect(view.endpoints[0]).toMatchObject({
    node: 'web',
    checks: [{ setting: 'hsts', verdict: 'differs', observed: 'not sent' }],
    chain: [{ life: { state: 'valid', leftDays: 60, lifetimeDays: 90 } }],
  })
  expect(view.hops).toMatchObject([{ slug: 'edge-to-web', verdict: 'as-declared', to: ['web'] }])
  const old = tlsEndpoint.response.parse(await getTls(contextAt(atMs + 60_001)))
  expect(old.endpoints[0]).toMatchObject({ isStale: true, checks: [] })
  expect(old.hops[0]?.verdict).toBe('not-observed')
})
