import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Role } from '@/lib/core/auth/role'
import type { FactBody } from '@/lib/core/observed/fact'
import { listFacts } from '@/lib/server/repositories/fact.repository'
import { listFactChanges } from '@/lib/server/repositories/fact-change.repository'
import { makePortFact } from '@/lib/testing/facts'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { storeFacts } from './store-facts'

const startMs = Date.UTC(2030, 0, 1)
let test: TestDatabase
beforeEach(async () => {
  test = await createTestDatabase()
})
afterEach(() => test.drop())

function importScan(name: string, atMs: number, facts: readonly FactBody[], role: Role = 'operator') {
  const actor = { type: 'user', id: 'test', email: 'test@example.org', role } as const
  const clock = { nowMs: () => atMs }
  const context = { actor, clock, database: test.database, requestId: 'test' }
  return storeFacts(context, {
    name,
    setBy: `import ${name}.xml`,
    source: 'nmap',
    vantage: 'outside',
    observedAtMs: atMs,
    validUntilMs: atMs + 60_000,
    facts,
  })
}

it('replaces what the same import said before, and keeps the history of each thing', async () => {
  await importScan('one', startMs, [makePortFact(), makePortFact({ port: 22 })])
  const again = await importScan('one', startMs + 1_000, [makePortFact({ state: 'closed' })])
  expect(again.changedKinds).toEqual(['port'])
  const facts = await listFacts(test.database, ['port'])
  expect(facts).toHaveLength(1)
  expect(facts[0]).toMatchObject({
    key: 'nmap/outside/port:127.0.0.1:80/tcp',
    body: { state: 'closed' },
    sinceMs: startMs + 1_000,
    validUntilMs: startMs + 61_000,
  })
  const changes = await listFactChanges(test.database, { kinds: ['port'] })
  const later = changes.filter(({ atMs }) => atMs > startMs)
  expect(later.map(({ key, from, to }) => [key, from !== null, to])).toEqual([
    ['nmap/outside/port:127.0.0.1:80/tcp', true, makePortFact({ state: 'closed' })],
    ['nmap/outside/port:127.0.0.1:22/tcp', true, null],
  ])
})

it('a newer import takes over what an older one said of the same port, and leaves the rest', async () => {
  await importScan('one', startMs, [makePortFact(), makePortFact({ port: 22 })])
  await importScan('two', startMs + 1_000, [makePortFact()])
  const facts = await listFacts(test.database, ['port'])
  expect(facts.map(({ body, setBy, sinceMs }) => [body.port, setBy, sinceMs])).toEqual([
    [22, 'import one.xml', startMs],
    [80, 'import two.xml', startMs],
  ])
})

it('tells of a change once, and of none when the same is said again', async () => {
  await importScan('one', startMs, [makePortFact()])
  await importScan('one', startMs + 1_000, [makePortFact()])
  const events = await test.database.event.findMany({ where: { kind: 'facts-changed' } })
  expect(events.map(({ body }) => body)).toEqual([{ kind: 'facts-changed', kinds: ['port'] }])
})

it('takes facts from no auditor', async () => {
  await expect(importScan('one', startMs, [makePortFact()], 'auditor')).rejects.toThrow(/operator/)
  expect(await listFacts(test.database)).toEqual([])
})
