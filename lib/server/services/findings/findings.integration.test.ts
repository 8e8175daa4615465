import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { FindingWire } from '@/lib/core/api/findings'
import { createEvaluator } from '@/lib/core/findings/evaluate-rules'
import { rules } from '@/lib/core/findings/registry'
import type { InventoryInput } from '@/lib/core/inventory/inventory'
import type { FactBody } from '@/lib/core/observed/fact'
import { AUDIT_ORIGIN } from '@/lib/server/audit/audit-key'
import { AuditNotary } from '@/lib/server/audit/audit-notary'
import { verifierKey } from '@/lib/server/audit/signed-note'
import { checkAuditLog } from '@/lib/server/findings/audit-check'
import { FindingSources } from '@/lib/server/findings/finding-sources'
import { storeFacts } from '@/lib/server/services/observed/store-facts'
import { createTestApi, type TestApi } from '@/lib/testing/api'
import { makeDnsAnswer, makeEncryptionFact } from '@/lib/testing/facts'
import { makeLink, makeNode } from '@/lib/testing/inventory-factory'
import { declare, silentLog } from '@/lib/testing/worker'
import { storeResults } from './store-results'

let api: TestApi
const { privateKey } = generateKeyPairSync('ed25519')
const auditSigners = [verifierKey(AUDIT_ORIGIN, privateKey)]
let sources: FindingSources
const evaluator = createEvaluator(rules)
const DAY_MS = 86_400_000

const nodes = [makeNode('web', { address: '192.0.2.10' })]
const port = {
  slug: 'redis',
  port: 6379,
  service: 'Redis',
  targets: ['web'],
  compensatingControl: 'none',
  specifiedIn: ['Matrix'],
}
const exposed: Partial<InventoryInput> = { nodes, links: [], ports: [{ ...port, class: 'external' }] }
const mended: Partial<InventoryInput> = { nodes, links: [], ports: [{ ...port, class: 'internal' }] }

beforeAll(async () => {
  api = await createTestApi()
  sources = new FindingSources({ database: api.runtime.database, clock: api.runtime.clock, auditSigners })
})
afterAll(() => api.close())
beforeEach(() => apply(exposed))

/** Puts an inventory in force and looks once, as the worker does. */
async function apply(parts: Partial<InventoryInput>): Promise<void> {
  await declare(api.runtime.database, parts)
  await look()
}

async function look(): Promise<number> {
  const { database, clock } = api.runtime
  const source = await sources.load(clock.nowMs())
  if (source === undefined) throw new Error('no inventory')
  const { input, provenance, newest, unseen } = source
  const { changed } = await storeResults(database, {
    results: evaluator.evaluate(input),
    provenance,
    newest,
    atMs: clock.nowMs(),
    unseen,
  })
  return changed
}

async function list(query = ''): Promise<readonly FindingWire[]> {
  const response = await api.call('GET', `/api/v1/findings${query}`, { as: api.people.auditor })
  return (await response.json()).findings
}

async function exposedPort(query = '?status=all'): Promise<FindingWire> {
  const finding = (await list(query)).find((each) => each.rule === 'PORT-009')
  if (finding === undefined) throw new Error('PORT-009 is not listed')
  return finding
}

function command(verb: string, id: string, body: object, as: 'operator' | 'commander' = 'commander') {
  return api.call('POST', `/api/v1/findings/${id}/${verb}`, { as: api.people[as], body })
}

async function historyOf(id: string): Promise<readonly string[]> {
  const response = await api.call('GET', `/api/v1/findings/${id}`, { as: api.people.auditor })
  return (await response.json()).history.map((entry: { kind: string }) => entry.kind)
}

test('a finding names its rule, its subjects and who set what it cites', async () => {
  expect(await exposedPort()).toMatchObject({
    rule: 'PORT-009',
    severity: 'critical',
    status: 'open',
    subjects: ['web', 'redis'],
    statements: [
      { view: 'Matrix', field: 'ports.redis.class', value: 'external', setBy: 'system test' },
      { field: 'ports.redis.targets', value: 'web' },
    ],
    fixes: [{ changes: 0, how: 'ports.redis.class' }, { changes: 1 }],
  })
})

test('what no longer holds is resolved by itself, and opens again when it comes back', async () => {
  const { id } = await exposedPort()
  await apply(mended)
  expect(await exposedPort()).toMatchObject({ id, status: 'resolved' })
  expect((await list()).some((finding) => finding.id === id)).toBe(false)
  await apply(exposed)
  expect(await exposedPort()).toMatchObject({ id, status: 'open' })
  expect((await historyOf(id)).slice(0, 2)).toEqual(['reopened', 'resolved'])
})

test('looking again at the same estate changes nothing and tells nobody', async () => {
  expect(await look()).toBe(0)
  expect(evaluator.lastEvaluated).toEqual([])
})

test('what is acknowledged is no longer open, and can be opened again', async () => {
  const { id } = await exposedPort()
  expect((await command('acknowledge', id, { note: 'on it' }, 'operator')).status).toBe(200)
  expect(await exposedPort()).toMatchObject({
    status: 'acknowledged',
    acknowledgedBy: 'operator@test.example',
  })
  expect((await command('acknowledge', id, { note: 'me too' }, 'operator')).status).toBe(409)
  expect((await command('reopen', id, { note: 'not after all' }, 'operator')).status).toBe(200)
  expect(await exposedPort()).toMatchObject({ status: 'open' })
})

test('a waiver needs an owner, a reason and an end, holds until then, and ends by itself', async () => {
  const { id } = await exposedPort()
  const until = new Date(api.clock.nowMs() + DAY_MS).toISOString()
  expect((await command('waive', id, { until, owner: ' ', reason: 'moving' })).status).toBe(400)
  expect((await command('waive', id, { owner: 'anna', reason: 'moving' })).status).toBe(400)
  const past = new Date(api.clock.nowMs() - DAY_MS).toISOString()
  expect((await command('waive', id, { until: past, owner: 'anna', reason: 'moving' })).status).toBe(409)
  expect((await command('waive', id, { until, owner: 'anna', reason: 'moving' }, 'operator')).status).toBe(
    403,
  )
  expect((await command('waive', id, { until, owner: 'anna', reason: 'moving' })).status).toBe(200)
  await look()
  expect(await exposedPort()).toMatchObject({
    status: 'waived',
    waiver: { until, owner: 'anna', reason: 'moving' },
  })
  api.clock.advance(2 * DAY_MS)
  await look()
  expect(await exposedPort()).toMatchObject({ status: 'open', waiver: null })
  expect((await historyOf(id))[0]).toBe('waiver-ended')
})

test('each command leaves an audit entry with who, before and after', async () => {
  const { id } = await exposedPort()
  await command('acknowledge', id, { note: 'on it' }, 'operator')
  const response = await api.call('GET', '/api/v1/audit?action=finding.acknowledge', {
    as: api.people.auditor,
  })
  const [entry] = (await response.json()).entries
  expect(entry).toMatchObject({
    actor: 'operator@test.example',
    subject: 'finding:PORT-009:redis',
    before: { status: 'open' },
    after: { status: 'acknowledged', note: 'on it' },
  })
})

const seen: FactBody = {
  kind: 'port',
  node: 'web',
  address: '192.0.2.10',
  port: 8080,
  transport: 'tcp',
  state: 'open',
  service: null,
  reason: 'syn-ack',
}

function observe(facts: readonly FactBody[], validMs = 60_000) {
  const observedAtMs = api.clock.nowMs()
  const set = {
    name: 'sweep',
    setBy: 'web/ports',
    source: 'probe',
    vantage: 'worker',
    observedAtMs,
    validUntilMs: observedAtMs + validMs,
  } as const
  return storeFacts(api.contextOf(api.people.operator), { ...set, facts })
}

test('what is observed beside what is declared is a finding as soon as it is seen, and gone when undone', async () => {
  await observe([seen])
  await look()
  const undeclared = (await list('?rule=PORT-003'))[0]
  expect(undeclared).toMatchObject({
    status: 'open',
    statements: [{ view: 'observed', setBy: 'web/ports' }, {}],
  })
  await observe([{ ...seen, state: 'closed' }])
  await look()
  expect(await list('?rule=PORT-003')).toEqual([])
})

test('what was seen stays a finding when nobody sees any more, until it is seen undone', async () => {
  await observe([seen])
  await look()
  expect(await list('?rule=PORT-003')).toHaveLength(1)
  api.clock.advance(60_001)
  await look()
  expect(await list('?rule=PORT-003')).toHaveLength(1)
  await observe([{ ...seen, state: 'closed' }])
  await look()
  expect(await list('?rule=PORT-003')).toEqual([])
})

test('what is spoken in clear stays a finding while its server cannot be asked', async () => {
  const hop = { slug: 'inside', stage: 3, title: 'App → Store', links: ['web-to-store'] } as const
  await apply({
    nodes: [...nodes, makeNode('store', { address: '192.0.2.11' })],
    links: [makeLink('web', 'store')],
    tls: {
      certificates: [],
      settings: [],
      hops: [{ ...hop, links: [...hop.links], carries: ['sessions'], isEncrypted: true, specifiedIn: ['T'] }],
    },
  })
  const spoken = makeEncryptionFact({ node: 'store', state: 'clear' })
  await observe([spoken])
  await look()
  const open = await list('?rule=TLS-021')
  expect(open).toHaveLength(1)
  const failure = 'refused the connection'
  await observe([{ ...spoken, state: 'unknown', failure, evidence: [failure] }])
  await look()
  expect(await list('?rule=TLS-021')).toEqual(open)
  await observe([{ ...spoken, state: 'encrypted' }])
  await look()
  expect(await list('?rule=TLS-021')).toEqual([])
})

test('filters ask for a severity, a view and a subject', async () => {
  expect((await list('?severity=critical&view=Matrix&subject=web')).map((finding) => finding.rule)).toEqual([
    'PORT-009',
  ])
  expect(await list('?view=Elsewhere')).toEqual([])
})

test('the catalogue tells of every rule how it was last judged', async () => {
  const response = await api.call('GET', '/api/v1/findings/rules', { as: api.people.auditor })
  const { rules: told } = await response.json()
  expect(told).toHaveLength(rules.length)
  expect(told.find((rule: { id: string }) => rule.id === 'PORT-009')).toMatchObject({ outcome: 'fires' })
  expect(
    told.filter((rule: { outcome: string }) => ['not-evaluated', 'failed'].includes(rule.outcome)),
  ).toEqual([])
})

test('an audit log that nobody touched holds against its hashes and its checkpoints', async () => {
  await signCheckpoint(privateKey)
  expect(await checkAudit()).toMatchObject({
    isTreeValid: true,
    isCheckpointConsistent: true,
    unknownSigners: [],
    gaps: [],
  })
})

test('reading the audit log is an entry, one an actor and hour, and the check sees its own', async () => {
  const reads = async () => {
    const response = await api.call('GET', '/api/v1/audit?action=audit.read', { as: api.people.auditor })
    return (await response.json()).entries.map((entry: { actor: string }) => entry.actor)
  }
  expect(await checkAudit()).toMatchObject({ logsReads: true })
  await reads()
  expect((await reads()).filter((actor: string) => actor === api.people.auditor.email)).toHaveLength(1)
})

test('a checkpoint signed with a key that nobody has configured is a finding, whatever the database says', async () => {
  await api.call('GET', '/api/v1/audit', { as: api.people.operator })
  api.clock.advance(3_600_001)
  await signCheckpoint(generateKeyPairSync('ed25519').privateKey)
  await look()
  expect((await list()).filter((each) => each.rule === 'AUD-002')).toMatchObject([{ severity: 'critical' }])
})

test('a row of the audit log that was changed in the database becomes a finding', async () => {
  const { database } = api.runtime
  expect((await list()).filter((each) => each.rule === 'AUD-001')).toEqual([])
  await database.$transaction(async (transaction) => {
    await transaction.$executeRaw`ALTER TABLE "AuditEntry" DISABLE TRIGGER USER`
    await transaction.$executeRaw`UPDATE "AuditEntry" SET "actor" = 'nobody' WHERE "seq" = 1`
    await transaction.$executeRaw`ALTER TABLE "AuditEntry" ENABLE TRIGGER USER`
  })
  api.clock.advance(300_001)
  await look()
  expect((await list()).filter((each) => each.rule === 'AUD-001')).toMatchObject([{ severity: 'critical' }])
})

async function signCheckpoint(key: KeyObject): Promise<void> {
  const { database, clock } = api.runtime
  await new AuditNotary({ database, clock, log: silentLog, key: () => key }).signIfDue()
}

function checkAudit() {
  const { database, clock } = api.runtime
  return checkAuditLog({ database, clock, signers: auditSigners })
}

test('a resolver is told of when the TTL is over that the record had before it was changed', async () => {
  const record = { slug: 'a', type: 'A' as const, name: '@', stated: '203.0.112.5', specifiedIn: ['DNS'] }
  await apply({ nodes, links: [], dns: { zone: 'example.org', server: 'web', records: [record] } })
  const served = makeDnsAnswer({ records: [{ ttl: 7_200, data: '203.0.112.9' }] })
  const cached = makeDnsAnswer({ ...served, server: 'r:53', serverRole: 'resolver' })
  await observe([served, cached])
  await observe([{ ...served, records: [{ ttl: 60, data: '203.0.112.5' }] }, cached])
  const told = async () => {
    await look()
    return (await list('?rule=DNS-013')).length
  }
  api.clock.advance(7_199_000)
  const now = [makeDnsAnswer({ records: [{ ttl: 60, data: '203.0.112.5' }] }), cached]
  await observe(now)
  expect(await told()).toBe(0)
  api.clock.advance(1_000)
  await observe(now)
  expect(await told()).toBe(1)
})
