import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { systemClock } from '@/lib/core/time/clock'
import type { Database } from '@/lib/server/db/prisma'
import { listFindingRecords } from '@/lib/server/repositories/finding.repository'
import type { WorkerProcess } from '@/lib/server/scheduler/worker-process'
import { makeNode } from '@/lib/testing/inventory-factory'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { declare, makeWorker, silentLog } from '@/lib/testing/worker'
import { FindingsJob } from './findings-job'

const soon = { timeout: 20_000, interval: 25 }
const nodes = [makeNode('web', { address: '192.0.2.10' })]
const redis = {
  slug: 'redis',
  port: 6379,
  service: 'Redis',
  targets: ['web'],
  specifiedIn: ['Matrix'],
}

let own: TestDatabase
const closing: (() => Promise<void>)[] = []

beforeEach(async () => {
  own = await createTestDatabase()
  await declare(own.database, { nodes, links: [], ports: [{ ...redis, class: 'external' }] })
})
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
  await own.drop()
})

function startJob(database: Database, isMine?: () => boolean): FindingsJob {
  const job = new FindingsJob({
    ...{ database, clock: systemClock, log: silentLog, auditSigners: [], gatherMs: 0, retryMs: 50 },
    ...(isMine === undefined ? {} : { isMine }),
  })
  job.start()
  closing.push(() => job.stop())
  return job
}

const openRules = async () => (await listFindingRecords(own.database, ['open'])).map((record) => record.rule)

/** The database, each use of which is told first. */
function watched(database: Database, onUse: (name: PropertyKey) => void): Database {
  return new Proxy(database, {
    get(target, name) {
      onUse(name)
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

test('what could not be stored is stored by the next try, with all that was found', async () => {
  let failures = 0
  // The first transaction of a look is the one that stores it, or the reading of the audit log before it.
  const ailing = watched(own.database, (name) => {
    if (name !== '$transaction' || failures === 3) return
    failures++
    throw new Error('Transaction API error: the transaction is closed (P2028)')
  })
  startJob(ailing)
  await vi.waitFor(async () => expect(await openRules()).toContain('PORT-009'), soon)
  expect(failures).toBe(3)
})

test('a look that finds much is stored by as many statements as one that finds little', async () => {
  const storing = async (count: number) => {
    const stores = Array.from({ length: count }, (_, at) => makeNode(`store-${at}`, { kind: 'database' }))
    const each = await createTestDatabase()
    closing.push(() => each.drop())
    await declare(each.database, { nodes: stores, links: [] })
    const statements: PropertyKey[] = []
    const job = startJob(countedTransactions(each.database, statements))
    await vi.waitFor(async () => expect(await each.database.findingRule.count()).toBeGreaterThan(0), soon)
    await job.stop()
    return { statements, findings: await each.database.finding.count() }
  }
  const [few, many] = [await storing(1), await storing(60)]
  expect(many.findings).toBeGreaterThan(few.findings + 50)
  expect(many.statements).toEqual(few.statements)
})

/** Notes what each transaction asks. */
function countedTransactions(database: Database, statements: PropertyKey[]): Database {
  return new Proxy(database, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (name !== '$transaction') return typeof value === 'function' ? value.bind(target) : value
      return (work: (transaction: Database) => Promise<unknown>, options: object) =>
        target.$transaction(
          (transaction) => work(watched(transaction as Database, (asked) => statements.push(asked))),
          options,
        )
    },
  })
}

test('of two workers the first judges, and the other as soon as the first is gone', async () => {
  const start = async (id: string) => {
    const used: PropertyKey[] = []
    const worker: WorkerProcess = makeWorker(own.url, own.database, id, () => job?.lookAgain())
    let job: FindingsJob | undefined
    await worker.start()
    closing.push(() => worker.stop())
    job = startJob(
      watched(own.database, (name) => used.push(name)),
      () => worker.isFirst,
    )
    return { worker, used, job }
  }
  const first = await start('a')
  await vi.waitFor(async () => expect(await openRules()).toContain('PORT-009'), soon)
  const second = await start('b')
  await vi.waitFor(() => expect(first.worker.isFirst).toBe(true), soon)
  await declare(own.database, { nodes, links: [], ports: [{ ...redis, class: 'internal' }] })
  first.job.lookAgain()
  second.job.lookAgain()
  await vi.waitFor(async () => expect(await openRules()).not.toContain('PORT-009'), soon)
  expect(second.used).toEqual([])
  await first.job.stop()
  await declare(own.database, { nodes, links: [], ports: [{ ...redis, class: 'external' }] })
  expect(second.used).toEqual([])
  await first.worker.stop()
  await vi.waitFor(() => expect(second.worker.isFirst).toBe(true), soon)
  await vi.waitFor(async () => expect(await openRules()).toContain('PORT-009'), soon)
  expect(second.used).not.toEqual([])
})
