import type { z } from 'zod'
import type { ProbeContext } from '@/lib/core/probes/probe-definition'
import { failed, type ProbeFailure } from '../failure'
import { askTarget, type HttpTarget } from './http-target'

const MAX_JSON_BYTES = 1024 * 1024

export interface JsonAnswer<T> {
  readonly outcome: 'answered'
  readonly status: number
  readonly value: T
  readonly responseMs: number
}

interface AskJsonOptions {
  /** Statuses whose body is read; by default 200 alone. Others are failures. */
  readonly statuses?: readonly number[]
}

/** One request whose answer must be JSON of a given shape. A peer that answers otherwise is a failure. */
export async function askJson<T>(
  target: HttpTarget,
  shape: z.ZodType<T>,
  context: ProbeContext,
  { statuses = [200] }: AskJsonOptions = {},
): Promise<JsonAnswer<T> | ProbeFailure> {
  const answer = await askTarget(target, context, { maxBodyBytes: MAX_JSON_BYTES })
  if (answer.outcome === 'failed') return answer
  const { status, responseMs } = answer
  if (!statuses.includes(status)) return failed('answer', `HTTP_${status}`, responseMs, `answers ${status}`)
  if (answer.isTruncated) return failed('answer', 'ETOOLONG', responseMs, 'answers more than 1 MB')
  const parsed = shape.safeParse(parseJson(answer.body))
  if (!parsed.success) return failed('answer', 'ESHAPE', responseMs, 'answers in a shape that is not known')
  return { outcome: 'answered', status, value: parsed.data, responseMs }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
