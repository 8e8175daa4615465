import { createHash } from 'node:crypto'
import { AppError } from '@/lib/core/errors/app-error'
import {
  dropKeysBefore,
  type EarlierUse,
  type KeyUse,
  releaseKey,
  reserveKey,
  storeAnswer,
} from '@/lib/server/repositories/idempotency.repository'
import type { WebRuntime } from '@/lib/server/runtime'

export interface Answer {
  readonly status: number
  /** Undefined for an answer without a body. */
  readonly body: unknown
}

interface KeyedRequest {
  readonly actorKey: string
  readonly key: string
  readonly method: string
  readonly path: string
  readonly rawBody: Uint8Array
  readonly hasSecretAnswer: boolean
}

const KEEP_MS = 24 * 3_600_000

/**
 * Runs a write once for each key: repeats of the same request get the first answer. A request that fails
 * has changed nothing, so its key is free again; one that never ended keeps its key, for nobody knows.
 */
export async function answerOnce(
  runtime: WebRuntime,
  request: KeyedRequest,
  run: () => Promise<Answer>,
): Promise<Answer> {
  const { database } = runtime
  const now = new Date(runtime.clock.nowMs())
  const use = keyUse(request)
  const earlier = await reserveKey(database, use, now)
  if (earlier) return repeat(earlier, use, request)
  try {
    const answer = await run()
    await storeAnswer(database, use, request.hasSecretAnswer ? { ...answer, body: undefined } : answer)
    await dropKeysBefore(database, new Date(now.getTime() - KEEP_MS))
    return answer
  } catch (error) {
    await releaseKey(database, use)
    throw error
  }
}

function keyUse(request: KeyedRequest): KeyUse {
  const { actorKey, key, method, path, rawBody } = request
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new AppError('bad-input', 'An Idempotency-Key is 1 to 200 visible ASCII characters.')
  }
  const requestHash = createHash('sha256').update(`${method} ${path}\n`).update(rawBody).digest('hex')
  return { actor: actorKey, key, requestHash }
}

function repeat(earlier: EarlierUse, use: KeyUse, request: KeyedRequest): Answer {
  if (earlier.requestHash !== use.requestHash) {
    throw new AppError('conflict', 'This Idempotency-Key was used for another request.')
  }
  if (earlier.state === 'under-way') {
    throw new AppError(
      'conflict',
      'A request with this Idempotency-Key has begun and not ended. Look whether it took effect before you try again with a new key.',
    )
  }
  if (request.hasSecretAnswer) {
    throw new AppError('conflict', 'This was done already, and its answer held a secret that is told once.')
  }
  return { status: earlier.status, body: earlier.body ?? undefined }
}
