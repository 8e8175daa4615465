import { afterEach, beforeEach, expect, it } from 'vitest'
import { listPartitionHours } from '@/lib/server/repositories/retention.repository'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { tidyUp } from './retention'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const nowMs = Date.UTC(2030, 5, 15, 12, 34, 0)

let test: TestDatabase
beforeEach(async () => {
  test = await createTestDatabase()
})
afterEach(() => test.drop())

async function observeAt(...instants: readonly number[]): Promise<void> {
  await test.database.observation.createMany({
    data: instants.map((atMs, index) => ({
      probeId: 1,
      finishedAt: new Date(atMs),
      durationMs: 10 + index,
      status: index % 4,
    })),
  })
}

async function partitionOf(atMs: number): Promise<string | undefined> {
  const rows = await test.database.$queryRaw<{ name: string }[]>`
    SELECT tableoid::regclass::text AS "name" FROM "Observation" WHERE "finishedAt" = ${new Date(atMs)}`
  return rows[0]?.name
}

it('makes partitions ahead and moves what came before them into them', async () => {
  await observeAt(nowMs - 60_000)
  expect(await partitionOf(nowMs - 60_000)).toBe('"Observation_default"')
  await tidyUp(test.database, nowMs)
  expect(await partitionOf(nowMs - 60_000)).toBe('"Observation_2030061512"')
  await observeAt(nowMs + 2 * HOUR_MS)
  expect(await partitionOf(nowMs + 2 * HOUR_MS)).toBe('"Observation_2030061514"')
})

it('sums complete buckets up, and again the same when it is done again', async () => {
  const bucketMs = Date.UTC(2030, 5, 15, 12, 20)
  await observeAt(bucketMs, bucketMs + 10_000, bucketMs + 20_000, bucketMs + 30_000, bucketMs + 299_000)
  await observeAt(nowMs)
  await tidyUp(test.database, nowMs)
  await tidyUp(test.database, nowMs)
  const rows = await test.database.observationRollup.findMany()
  expect(rows).toEqual([
    {
      probeId: 1,
      bucketAt: new Date(bucketMs),
      healthy: 2,
      degraded: 1,
      down: 1,
      unknown: 1,
      durationMsSum: 60n,
      durationMsMax: 14,
    },
  ])
})

it('counts what comes late', async () => {
  const bucketMs = Date.UTC(2030, 5, 15, 12, 20)
  await observeAt(bucketMs)
  await tidyUp(test.database, nowMs)
  await observeAt(bucketMs + 1_000)
  await tidyUp(test.database, nowMs)
  expect(await test.database.observationRollup.findFirst()).toMatchObject({ healthy: 2 })
})

it('drops an hour of raw observations after a day, and keeps its sums', async () => {
  await tidyUp(test.database, nowMs - 26 * HOUR_MS)
  const oldMs = nowMs - 26 * HOUR_MS
  await observeAt(oldMs, oldMs + 1_000)
  await tidyUp(test.database, nowMs)
  expect(await test.database.observation.count()).toBe(0)
  expect(await test.database.observationRollup.findMany()).toMatchObject([{ healthy: 1, degraded: 1 }])
  const hours = await test.database.$transaction((transaction) => listPartitionHours(transaction))
  expect(Math.min(...hours)).toBeGreaterThan(nowMs - DAY_MS - HOUR_MS)
})

it('deletes what is too old, except the last change of each subject', async () => {
  const old = new Date(nowMs - 500 * DAY_MS)
  const transition = { fromStatus: 'unknown', toStatus: 'healthy', reason: '' }
  await test.database.healthTransition.createMany({
    data: [
      { ...transition, subject: 'node:a', at: old },
      { ...transition, subject: 'node:a', at: new Date(old.getTime() + 1_000) },
      { ...transition, subject: 'node:b', at: old },
    ],
  })
  const body = { kind: 'inventory-applied', revision: 1 }
  await test.database.event.createMany({
    data: [
      { kind: 'inventory-applied', body, at: new Date(nowMs - 8 * DAY_MS) },
      { kind: 'inventory-applied', body, at: new Date(nowMs - 6 * DAY_MS) },
    ],
  })
  await test.database.rateWindow.create({ data: { key: 'x', startedAt: old, count: 1 } })
  await test.database.idempotencyKey.create({
    data: { actor: 'a', key: 'k', requestHash: 'h', status: 200, body: {}, createdAt: old },
  })
  await tidyUp(test.database, nowMs)
  expect(await test.database.healthTransition.count({ where: { subject: 'node:a' } })).toBe(1)
  expect(await test.database.healthTransition.count({ where: { subject: 'node:b' } })).toBe(1)
  expect(await test.database.event.count()).toBe(1)
  expect(await test.database.rateWindow.count()).toBe(0)
  expect(await test.database.idempotencyKey.count()).toBe(0)
})

it('several workers that tidy up at once do not get into each other’s way', async () => {
  await observeAt(nowMs - 60_000, nowMs - DAY_MS - 2 * HOUR_MS)
  await Promise.all([1, 2, 3].map(() => tidyUp(test.database, nowMs)))
  await tidyUp(test.database, nowMs)
  const hours = await test.database.$transaction((transaction) => listPartitionHours(transaction))
  expect(hours).toEqual([12, 13, 14, 15].map((hour) => Date.UTC(2030, 5, 15, hour)))
  expect(await test.database.observation.count()).toBe(1)
})
