import { createHash } from 'node:crypto'
import { AppError } from '@/lib/core/errors/app-error'
import {
  countInWindow,
  dropWindowsBefore,
  uncountInWindow,
} from '@/lib/server/repositories/rate-window.repository'
import type { ServiceContext } from '@/lib/server/services/service-context'

export interface Limit {
  readonly key: string
  readonly most: number
}

export interface Throttled {
  readonly startedAtMs: number
  /** Null while within the limits. */
  readonly retryAfterSeconds: number | null
}

const WINDOW_MS = 5 * 60_000
const KEEP_MS = 24 * 3_600_000

/**
 * Guessing is slowed from three sides: one account from one address, one account from everywhere, and all
 * accounts from one address. The middle limit is wide, so that a stranger cannot lock a person out with ease.
 */
export function signInLimits(email: string, address: string): readonly Limit[] {
  const account = createHash('sha256').update(email).digest('base64url').slice(0, 22)
  return [
    { key: `sign-in:${account}:${address}`, most: 5 },
    { key: `sign-in:${account}`, most: 30 },
    { key: `sign-in-from:${address}`, most: 50 },
  ]
}

/** Counts an attempt against every limit, before it is made: attempts at once can not slip through. */
export async function countAttempt(context: ServiceContext, limits: readonly Limit[]): Promise<Throttled> {
  const nowMs = context.clock.nowMs()
  const startedAtMs = Math.floor(nowMs / WINDOW_MS) * WINDOW_MS
  const { database } = context
  const counts = await Promise.all(limits.map(({ key }) => countInWindow(database, key, startedAtMs)))
  const isOver = limits.some((limit, index) => (counts[index] ?? 0) > limit.most)
  if (counts.includes(1)) await dropWindowsBefore(database, nowMs - KEEP_MS)
  const retryAfterSeconds = isOver ? Math.ceil((startedAtMs + WINDOW_MS - nowMs) / 1000) : null
  return { startedAtMs, retryAfterSeconds }
}

/** What succeeded was no guess and does not count. */
export async function forgiveAttempt(
  context: ServiceContext,
  limits: readonly Limit[],
  startedAtMs: number,
): Promise<void> {
  await Promise.all(limits.map(({ key }) => uncountInWindow(context.database, key, startedAtMs)))
}

const WRITES_PER_MINUTE = 120

/** Throws `too-many-requests` when one actor writes more than people do. */
export async function throttleWrites(context: ServiceContext, actorKey: string): Promise<void> {
  const nowMs = context.clock.nowMs()
  const startedAtMs = Math.floor(nowMs / 60_000) * 60_000
  const count = await countInWindow(context.database, `write:${actorKey}`, startedAtMs)
  if (count === 1) await dropWindowsBefore(context.database, nowMs - KEEP_MS)
  if (count <= WRITES_PER_MINUTE) return
  const retryAfterSeconds = Math.ceil((startedAtMs + 60_000 - nowMs) / 1000)
  const message = `More than ${WRITES_PER_MINUTE} changes in a minute. Try again in ${retryAfterSeconds} s.`
  throw new AppError('too-many-requests', message, { retryAfterSeconds })
}
