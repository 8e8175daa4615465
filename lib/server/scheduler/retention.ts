import type { Clock } from '@/lib/core/time/clock'
import type { Database, DatabaseTransaction } from '@/lib/server/db/prisma'
import type { Log } from '@/lib/server/log'
import {
  asOnlyTidier,
  createPartition,
  deleteCaughtBefore,
  deleteOld,
  dropPartition,
  listPartitionHours,
  rolledUpToMs,
  rollUp,
} from '@/lib/server/repositories/retention.repository'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const BUCKET_MS = 5 * MINUTE_MS
const HOURS_AHEAD = 3
/** Observations can come so late: a worker keeps them while the database is away. */
const LATE_MS = 3 * BUCKET_MS

/** How long what is kept, in milliseconds. */
const KEPT_MS = {
  observations: DAY_MS,
  rollups: 400 * DAY_MS,
  transitions: 400 * DAY_MS,
  events: 7 * DAY_MS,
  rateWindows: DAY_MS,
  idempotencyKeys: DAY_MS,
  workers: 2 * DAY_MS,
  factChanges: 400 * DAY_MS,
  staleFacts: 30 * DAY_MS,
}

/**
 * Tidies up once: partitions ahead, sums of what is complete, and what is too old goes. Of several workers
 * one does it, the others do nothing. Each part is a transaction of its own, so a failure costs that part.
 */
export async function tidyUp(database: Database, nowMs: number): Promise<void> {
  const hours = await asOnlyTidier(database, listPartitionHours)
  if (hours === undefined) return
  for (let ahead = 0; ahead <= HOURS_AHEAD; ahead += 1) {
    const hourMs = floorTo(nowMs, HOUR_MS) + ahead * HOUR_MS
    if (!hours.includes(hourMs)) await asOnlyTidier(database, (transaction) => makeHour(transaction, hourMs))
  }
  await rollUpComplete(database, nowMs)
  for (const hourMs of hours) {
    if (hourMs + HOUR_MS > nowMs - KEPT_MS.observations) continue
    await asOnlyTidier(database, (transaction) => endHour(transaction, hourMs))
  }
  await asOnlyTidier(database, (transaction) => endCaught(transaction, nowMs - KEPT_MS.observations))
  await deleteOld(database, {
    rollups: new Date(nowMs - KEPT_MS.rollups),
    transitions: new Date(nowMs - KEPT_MS.transitions),
    events: new Date(nowMs - KEPT_MS.events),
    rateWindows: new Date(nowMs - KEPT_MS.rateWindows),
    idempotencyKeys: new Date(nowMs - KEPT_MS.idempotencyKeys),
    workers: new Date(nowMs - KEPT_MS.workers),
    factChanges: new Date(nowMs - KEPT_MS.factChanges),
    staleFacts: new Date(nowMs - KEPT_MS.staleFacts),
  })
}

/** Another worker may have made it since the hours were listed. */
async function makeHour(transaction: DatabaseTransaction, hourMs: number): Promise<void> {
  const hours = await listPartitionHours(transaction)
  if (!hours.includes(hourMs)) await createPartition(transaction, hourMs)
}

/** Rolls an hour up once more, for what came late, and drops it: after it nothing is counted twice or lost. */
async function endHour(transaction: DatabaseTransaction, hourMs: number): Promise<void> {
  await rollUp(transaction, hourMs, hourMs + HOUR_MS)
  const hours = await listPartitionHours(transaction)
  if (hours.includes(hourMs)) await dropPartition(transaction, hourMs)
}

async function endCaught(transaction: DatabaseTransaction, beforeMs: number): Promise<void> {
  await deleteCaughtBefore(transaction, new Date(floorTo(beforeMs, BUCKET_MS)))
}

async function rollUpComplete(database: Database, nowMs: number): Promise<void> {
  const completeMs = floorTo(nowMs, BUCKET_MS)
  const doneMs = await asOnlyTidier(database, rolledUpToMs)
  if (doneMs === undefined) return
  const oldestMs = Math.max(doneMs - LATE_MS, nowMs - KEPT_MS.observations - HOUR_MS)
  for (let fromMs = floorTo(oldestMs, BUCKET_MS); fromMs < completeMs; fromMs += HOUR_MS) {
    const toMs = Math.min(fromMs + HOUR_MS, completeMs)
    await asOnlyTidier(database, (transaction) => rollUp(transaction, fromMs, toMs))
  }
}

function floorTo(atMs: number, stepMs: number): number {
  return Math.floor(atMs / stepMs) * stepMs
}

interface RetentionOptions {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
}

/** Tidies up now and just after each bucket is complete. */
export class RetentionJob {
  readonly #options: RetentionOptions
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | undefined
  #isClosed = false

  constructor(options: RetentionOptions) {
    this.#options = options
  }

  start(): void {
    this.#running = this.#run()
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    await this.#running
  }

  async #run(): Promise<void> {
    const { database, clock, log } = this.#options
    try {
      await tidyUp(database, clock.nowMs())
    } catch (error) {
      if (!this.#isClosed) log.warn({ err: error }, 'not tidied up, trying again later')
    }
    if (this.#isClosed) return
    const waitMs = BUCKET_MS - (clock.nowMs() % BUCKET_MS) + MINUTE_MS / 2
    this.#timer = setTimeout(() => this.start(), waitMs)
  }
}
