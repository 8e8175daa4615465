import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '@/lib/core/time/clock'
import { inTransaction } from '@/lib/server/db/in-transaction'
import { recordAudit } from '@/lib/server/repositories/audit.repository'
import { listLeaves } from '@/lib/server/repositories/audit-tree.repository'
import { createTestApi, type TestApi } from '@/lib/testing/api'
import { silentLog } from '@/lib/testing/worker'
import { AuditNotary } from './audit-notary'
import { isConsistent, isIncluded } from './merkle-tree'
import { openCheckpoint } from './signed-note'
import { verifyAudit } from './verify-audit'

const { privateKey } = generateKeyPairSync('ed25519')
let api: TestApi
let notary: AuditNotary

beforeAll(async () => {
  api = await createTestApi()
  const { database } = api.runtime
  notary = new AuditNotary({ database, clock: api.clock, log: silentLog, key: () => privateKey })
})
afterAll(() => api.close())

async function record(subject: string): Promise<void> {
  await inTransaction(api.runtime.database, (transaction) =>
    recordAudit(transaction, api.contextOf(api.people.operator), {
      action: 'test.write',
      subject,
      after: { number: 1.5, text: 'ü ✓', nested: [{ b: 1, a: null }] },
    }),
  )
}

async function get(path: string) {
  const response = await api.call('GET', `/api/v1/audit/${path}`, { as: api.people.auditor })
  expect(response.status).toBe(200)
  return response
}
const fromBase64 = (text: string) => Buffer.from(text, 'base64')

it('gives entries that are written at the same moment places without gaps, sealed as they read back', async () => {
  await Promise.all(Array.from({ length: 20 }, (_, index) => record(`thing-${index}`)))
  const leaves = await listLeaves(api.runtime.database, 0, 100)
  expect(leaves.map(({ seq }) => seq)).toEqual(leaves.map((_, index) => index + 1))
  await notary.signIfDue()
  const result = verifyAudit({ text: await (await get('export')).text() })
  expect(result).toMatchObject({ entries: 21, checkpoints: 1, unsigned: 1, faults: [] })
})

it('proves an entry, and that an older checkpoint is the beginning of the newest', async () => {
  const older = await (await get('checkpoint')).json()
  for (let i = 0; i < 5; i++) await record(`later-${i}`)
  api.clock.advance(61_000)
  await notary.signIfDue()
  const proof = await (await get('proof?seq=3')).json()
  const newer = openCheckpoint(proof.checkpoint.note, proof.checkpoint.verifierKey)
  if (!newer) throw new Error('the checkpoint is not signed')
  expect(newer.size).toBeGreaterThan(older.size)
  const leaf = fromBase64(proof.leafHash)
  const inclusion = { index: proof.index, leaf, proof: proof.proof.map(fromBase64) }
  expect(isIncluded({ ...inclusion, size: newer.size, root: newer.root })).toBe(true)
  const { proof: parts } = await (await get(`consistency?from=${older.size}`)).json()
  const before = { size: older.size, root: fromBase64(older.rootHash) }
  expect(isConsistent(before, newer, parts.map(fromBase64))).toBe(true)
})

it('signs an hour in which nothing happened', async () => {
  const count = () => api.runtime.database.auditCheckpoint.count()
  await notary.signIfDue()
  const before = await count()
  await notary.signIfDue()
  expect(await count()).toBe(before)
  api.clock.advance(3_600_001)
  await notary.signIfDue()
  expect(await count()).toBe(before + 1)
})

it.each([
  'UPDATE "AuditEntry" SET actor = \'nobody\' WHERE seq = 2',
  'UPDATE "AuditEntry" SET seq = 900 WHERE seq = 2',
  'DELETE FROM "AuditEntry" WHERE seq = 2',
  'TRUNCATE "AuditEntry"',
  'DELETE FROM "AuditCheckpoint"',
  'UPDATE "AuditCheckpoint" SET size = 1',
])('the database refuses to change what was written: %s', async (statement) => {
  await expect(api.runtime.database.$executeRawUnsafe(statement)).rejects.toThrow('append-only')
})

it('the verifier sees each change that somebody with the whole database could make', async () => {
  const text = await (await get('export')).text()
  const lines = text.trimEnd().split('\n')
  const entries = lines.filter((line) => line.includes('"type":"entry"'))
  const notes = lines.filter((line) => line.includes('"type":"checkpoint"'))
  const held = [JSON.parse(notes.at(-1) ?? '{}').note as string]
  const key = JSON.parse(notes.at(-1) ?? '{}').verifierKey as string
  const faultsOf = (changed: readonly string[]) =>
    verifyAudit({ text: changed.join('\n'), key, heldNotes: held }).faults
  expect(faultsOf(lines)).toEqual([])
  const [first = '', second = '', third = '', ...others] = entries
  const renumber = (list: readonly string[]) =>
    list.map((line, index) => line.replace(/"seq":\d+/, `"seq":${index + 1}`))
  const changes: Readonly<Record<string, readonly string[]>> = {
    'a byte': [first, second.replace('thing', 'thinG'), third, ...others, ...notes],
    'one in the middle, gone': [first, third, ...others, ...notes],
    'one in the middle, gone and renumbered': [...renumber([first, third, ...others]), ...notes],
    'the tail, gone': [...entries.slice(0, 10), ...notes],
    'the tail, gone with its checkpoints': entries.slice(0, 10),
    'two swapped': [second, first, third, ...others, ...notes],
    'two swapped and renumbered': [...renumber([second, first, third, ...others]), ...notes],
    'one put in': [...renumber([first, second, second, third, ...others]), ...notes],
    'the signature': lines.map((line) =>
      line.replace(/"size":1/, '"size":2').replace(/\\n\\n— (\S+) A?./, '\\n\\n— $1 B'),
    ),
  }
  for (const [what, changed] of Object.entries(changes)) {
    expect([what, faultsOf(changed).length > 0]).toEqual([what, true])
  }
})

it('entries from before the tree get their places in their order', async () => {
  const other = await createTestApi()
  const { database } = other.runtime
  const at = new Date(systemClock.nowMs())
  for (const subject of ['one', 'two']) {
    await database.auditEntry.create({ data: { at, actor: 'old', action: 'test.old', subject } })
  }
  await inTransaction(database, (transaction) =>
    recordAudit(transaction, other.contextOf(other.people.admin), { action: 'test.write', subject: 'three' }),
  )
  const leaves = await listLeaves(database, 0, 10)
  expect(leaves.map(({ seq, subject }) => [seq, subject])).toEqual([
    [1, 'one'],
    [2, 'two'],
    [3, 'three'],
  ])
  await other.close()
})
