import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import type { ImportPreviewWire, ImportWire } from '@/lib/core/api/imports'
import type { Role } from '@/lib/core/auth/role'
import { listFacts } from '@/lib/server/repositories/fact.repository'
import { applyInventory } from '@/lib/server/services/inventory/apply-inventory'
import { createTestApi, type TestApi } from '@/lib/testing/api'
import { makeInventory, makeNode } from '@/lib/testing/inventory-factory'
import { emptyTables } from '@/lib/testing/test-database'

const ss = `Netid State  Recv-Q Send-Q Local Address:Port Peer Address:Port Process
tcp   LISTEN 0      128          0.0.0.0:22         0.0.0.0:*    users:(("sshd",pid=1,fd=3))
tcp   LISTEN 0      511          0.0.0.0:80         0.0.0.0:*    users:(("nginx",pid=7,fd=6))
`
const nmap = (state: string, time = 1_700_000_000) => `<?xml version="1.0"?>
<!DOCTYPE nmaprun>
<nmaprun scanner="nmap" start="${time}" version="7.93">
<host><address addr="192.0.2.1" addrtype="ipv4"/>
<ports><extraports state="closed" count="2"><extrareasons reason="reset" count="2" proto="tcp" ports="81-82"/></extraports>
<port protocol="tcp" portid="80"><state state="${state}" reason="syn-ack"/></port></ports></host>
</nmaprun>
`
const inventory = makeInventory({
  nodes: [makeNode('web', { zone: 'dmz', address: '192.0.2.1' }), makeNode('database', { kind: 'database' })],
  ports: [
    {
      slug: 'alternate',
      port: 81,
      transport: 'tcp',
      class: 'internal',
      service: 'HTTP',
      targets: ['web'],
      lifecycle: 'active',
      specifiedIn: ['test'],
    },
  ],
})

let api: TestApi
beforeAll(async () => {
  api = await createTestApi()
})
afterAll(() => api.close())
beforeEach(async () => {
  const { database } = api.runtime
  await emptyTables(database, [
    'InventoryRevision',
    'Probe',
    'AuditEntry',
    'Event',
    'Import',
    'FactSet',
    'ObservedFact',
  ])
  const input = { text: stringify(inventory), file: 'test.yaml', message: 'first' }
  await applyInventory(api.contextOf(api.people.admin), input)
})

interface Sent {
  readonly kind?: string
  readonly query?: Readonly<Record<string, string>>
  readonly as?: Role
  readonly apply?: boolean
  readonly headers?: Readonly<Record<string, string>>
}

function send(
  body: string | Uint8Array<ArrayBuffer>,
  { kind = 'auto', query = {}, as = 'operator', apply, headers }: Sent = {},
) {
  const path = `/api/v1/imports/${kind}${apply ? '/apply' : ''}?${new URLSearchParams({ file: 'a.txt', ...query })}`
  return api.call('POST', path, { as: api.people[as], rawBody: body, headers: { ...headers } })
}

async function preview(body: string, sent: Sent = {}): Promise<ImportPreviewWire> {
  const response = await send(body, sent)
  expect(response.status).toBe(200)
  return (await response.json()) as ImportPreviewWire
}

async function apply(body: string, sent: Sent = {}): Promise<ImportWire> {
  const { plan, kind } = await preview(body, sent)
  const response = await send(body, {
    ...sent,
    kind,
    apply: true,
    query: { ...sent.query, plan: plan?.hash ?? '' },
  })
  expect(response.status).toBe(200)
  return (await response.json()) as ImportWire
}

async function stored() {
  const { database } = api.runtime
  return {
    facts: (await listFacts(database)).length,
    imports: await database.import.count(),
    audit: await database.auditEntry.count({ where: { action: 'import.apply' } }),
    revisions: await database.inventoryRevision.count(),
  }
}

const nothing = { facts: 0, imports: 0, audit: 0, revisions: 1 }

describe('an import of what was observed', () => {
  test('is recognised, asks for its node, and shows its plan without changing anything', async () => {
    const first = await preview(ss)
    expect(first).toMatchObject({
      kind: 'ss',
      needs: ['node'],
      plan: null,
      understoodCount: 3,
      encoding: 'UTF-8',
    })
    const { plan } = await preview(ss, { query: { node: 'web' } })
    expect(plan).toMatchObject({
      type: 'facts',
      vantage: 'host',
      node: 'web',
      added: 2,
      changed: 0,
      removed: 0,
    })
    expect(await stored()).toEqual(nothing)
  })

  test('stores facts, the file and one audit entry, and tells everybody', async () => {
    const done = await apply(ss, { query: { node: 'web', file: 'web.ss' } })
    expect(done).toMatchObject({ kind: 'ss', file: 'web.ss', node: 'web', added: 2, understood: 3 })
    expect(await stored()).toEqual({ facts: 2, imports: 1, audit: 1, revisions: 1 })
    const entry = await api.runtime.database.auditEntry.findFirstOrThrow({
      where: { action: 'import.apply' },
    })
    expect(entry).toMatchObject({ actor: 'operator@test.example', subject: done.auditSubject })
    expect(entry.after).toMatchObject({ fileHash: done.contentHash, file: 'web.ss', added: 2 })
    const events = await api.runtime.database.event.findMany({ where: { kind: 'facts-changed' } })
    expect(events.map(({ body }) => body)).toEqual([{ kind: 'facts-changed', kinds: ['socket'] }])
    const list = await api.call('GET', '/api/v1/imports', { as: api.people.auditor })
    expect(await list.json()).toEqual({ imports: [done] })
    const file = await api.call('GET', `/api/v1/imports/${done.id}/file`, { as: api.people.auditor })
    expect(await file.text()).toBe(ss)
  })

  test('replaces what the same host said before: a socket that is gone is gone', async () => {
    const query = { node: 'web' }
    await apply(ss, { query })
    const later = ss.split('\n').slice(0, 2).join('\n')
    expect((await preview(later, { query })).plan).toMatchObject({ added: 0, removed: 1, same: 1 })
    await apply(later, { query })
    expect(
      (await listFacts(api.runtime.database)).map(({ body }) => body.kind === 'socket' && body.port),
    ).toEqual([22])
  })

  test('in a listing that was cut no socket is gone: nothing is planned, and nothing can be applied', async () => {
    const query = { node: 'web' }
    await apply(ss, { query })
    const cut = ss.slice(0, ss.indexOf('0.0.0.0:80'))
    const seen = await preview(cut)
    expect(seen).toMatchObject({ needs: [], plan: null, notUnderstoodCount: 1 })
    expect(seen.notUnderstood).toMatchObject([{ line: 3, reason: 'this is no row of ss' }])
    const forced = await send(cut, { kind: 'ss', apply: true, query: { ...query, plan: 'x' } })
    expect([forced.status, (await forced.json()).detail]).toEqual([400, expect.stringMatching(/line 3/)])
    expect((await listFacts(api.runtime.database)).length).toBe(2)
  })

  test('finds the node of an address, and the declared ports among those that were only counted', async () => {
    await apply(nmap('open'), { query: { vantage: 'outside' } })
    const facts = await listFacts(api.runtime.database, ['port'])
    expect(facts.map(({ body, vantage }) => [body.node, body.port, body.state, vantage])).toEqual([
      ['web', 80, 'open', 'outside'],
      ['web', 81, 'closed', 'outside'],
    ])
    expect(facts[0]?.observedAtMs).toBe(1_700_000_000_000)
  })

  test('never replaces newer knowledge by older', async () => {
    await apply(nmap('open', 1_700_000_000), { query: { vantage: 'outside' } })
    const { plan } = await preview(nmap('closed', 1_600_000_000), { query: { vantage: 'outside' } })
    expect(plan).toMatchObject({ older: 2, added: 0, changed: 0, facts: 0 })
    const now = new Date(api.clock.nowMs()).toISOString()
    await apply(ss, { query: { node: 'web', observedAt: now } })
    const old = await send(ss, { query: { node: 'web', observedAt: '2020-01-01T00:00:00.000Z' } })
    expect(old.status).toBe(409)
  })

  test('is refused when the plan is no longer the one that was shown, and nothing is half applied', async () => {
    const { plan } = await preview(ss, { query: { node: 'web' } })
    await apply(ss, { query: { node: 'web' } })
    const again = await send(ss, { kind: 'ss', apply: true, query: { node: 'web', plan: plan?.hash ?? '' } })
    expect(again.status).toBe(409)
    expect(await stored()).toMatchObject({ imports: 1, facts: 2 })
  })

  test.each([
    ['an unknown node', ss, { node: 'nowhere' }, /no node nowhere/],
    ['a vantage that cannot be', ss, { node: 'web', vantage: 'outside' }, /made from host/],
    ['a time to come', ss, { node: 'web', observedAt: '2999-01-01T00:00:00.000Z' }, /has not come yet/],
  ])('refuses %s', async (_, body, query, reason) => {
    const response = await send(body, { query })
    expect([response.status, (await response.json()).detail]).toEqual([400, expect.stringMatching(reason)])
    expect(await stored()).toEqual(nothing)
  })
})

describe('a hostile file', () => {
  const utf16 = (text: string, mark: string) => Buffer.from(mark + text, 'utf16le')
  const laughs = '<!DOCTYPE nmaprun [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><nmaprun x="&b;"/>'
  const outside = '<!DOCTYPE nmaprun [<!ENTITY x SYSTEM "file:///etc/passwd">]><nmaprun>&x;</nmaprun>'
  const files: readonly (readonly [string, string, Buffer, number, RegExp])[] = [
    ['an empty one', 'auto', Buffer.alloc(0), 400, /empty/],
    ['entity expansion', 'nmap-xml', Buffer.from(laughs), 400, /declares entities/],
    ['external entities', 'nmap-xml', Buffer.from(outside), 400, /declares entities/],
    ['deep nesting', 'nmap-xml', Buffer.from('<a>'.repeat(500_000)), 400, /cannot be read as XML|nested/],
    ['binary', 'auto', Buffer.from([1, 2, 3, 0, 5, 200, 0]), 400, /binary/],
    ['a compressed one', 'ss', gzipSync(ss), 400, /gzip/],
    ['UTF-16 without its mark', 'ss', utf16(ss, ''), 400, /UTF-16 without its mark/],
    ['Latin-1', 'ss', Buffer.from(`${ss}\xe9`, 'latin1'), 400, /not UTF-8/],
    ['100 MB', 'ss', Buffer.alloc(100 * 1_048_576, 120), 413, /bytes at most/],
    ['one very long line', 'ss', Buffer.from(`${ss}${'x'.repeat(6_000_000)}`), 200, /^$/],
    ['what nobody recognises', 'auto', Buffer.from('hello'), 400, /none of these: .*DNS zone/],
    ['an unknown kind', 'carrier-pigeon', Buffer.from('hello'), 404, /carrier-pigeon/],
  ]

  test.each(files)('%s is answered quickly, with the reason', async (...file) => {
    const [, kind, body, status, reason] = file
    const startedMs = performance.now()
    const response = await send(new Uint8Array(body), { kind, query: { node: 'web' } })
    const answer = (await response.json()) as { detail?: string }
    expect([response.status, answer.detail ?? '']).toEqual([status, expect.stringMatching(reason)])
    expect(performance.now() - startedMs).toBeLessThan(4_000)
    expect(await stored()).toEqual(nothing)
  })

  test('UTF-16 with its mark is read', async () => {
    const response = await send(new Uint8Array(utf16(ss, '\ufeff')), { query: { node: 'web' } })
    expect(await response.json()).toMatchObject({ encoding: 'UTF-16LE', understoodCount: 3 })
  })

  test('a form is not a file', async () => {
    const response = await send('a=b', { headers: { 'content-type': 'multipart/form-data; boundary=x' } })
    expect(response.status).toBe(415)
  })
})

test('an auditor sees what was imported, and may not import', async () => {
  for (const apply of [false, true]) {
    const query = { node: 'web', ...(apply ? { plan: 'x' } : {}) }
    expect((await send(ss, { kind: 'ss', as: 'auditor', apply, query })).status).toBe(403)
  }
})
