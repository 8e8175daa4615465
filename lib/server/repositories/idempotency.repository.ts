import type { Database } from '@/lib/server/db/prisma'
import { Prisma } from '@/prisma/generated/client'

/** Status of a key whose first request has not ended yet. */
const UNDER_WAY = 0

export interface KeyUse {
  readonly actor: string
  readonly key: string
  readonly requestHash: string
}

export type EarlierUse =
  | { readonly state: 'under-way'; readonly requestHash: string }
  | {
      readonly state: 'answered'
      readonly requestHash: string
      readonly status: number
      /** Null when there was none, or when it told a secret and was not kept. */
      readonly body: unknown
    }

/** Takes the key for this request. Of several at once one gets undefined, the others what the key is used for. */
export async function reserveKey(
  database: Database,
  use: KeyUse,
  now: Date,
): Promise<EarlierUse | undefined> {
  const data = { ...use, status: UNDER_WAY, body: {}, createdAt: now }
  const { count } = await database.idempotencyKey.createMany({ data, skipDuplicates: true })
  if (count === 1) return undefined
  const row = await database.idempotencyKey.findUnique({ where: whereOf(use) })
  if (!row || row.status === UNDER_WAY) {
    return { state: 'under-way', requestHash: row?.requestHash ?? use.requestHash }
  }
  return { state: 'answered', requestHash: row.requestHash, status: row.status, body: row.body }
}

/** Keeps the answer for repeats. */
export async function storeAnswer(
  database: Database,
  use: KeyUse,
  answer: { readonly status: number; readonly body: unknown },
): Promise<void> {
  const body = answer.body === undefined ? Prisma.JsonNull : asJson(answer.body)
  await database.idempotencyKey.update({ where: whereOf(use), data: { status: answer.status, body } })
}

/** The request changed nothing, so that it may be made again under the same key. */
export async function releaseKey(database: Database, use: KeyUse): Promise<void> {
  await database.idempotencyKey.deleteMany({ where: { actor: use.actor, key: use.key } })
}

export async function dropKeysBefore(database: Database, before: Date): Promise<void> {
  await database.idempotencyKey.deleteMany({ where: { createdAt: { lt: before } } })
}

function whereOf({ actor, key }: KeyUse) {
  return { actor_key: { actor, key } }
}

/** Answers are sent as JSON, so they hold nothing else. */
function asJson(value: unknown): Prisma.InputJsonValue {
  return value as Prisma.InputJsonValue
}
