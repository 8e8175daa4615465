import type { z } from 'zod'
import type { Endpoint } from '@/lib/core/api/endpoint'
import { type Problem, problemSchema } from '@/lib/core/api/problem'
import { ApiProblem } from './api-problem'

const DEADLINE_MS = 20_000

/** The parts that an endpoint takes; those that it does not take may be left out. */
export type CallInput<E extends Endpoint> = Part<'params', z.input<E['params']>> &
  Part<'query', z.input<E['query']>> &
  Part<'body', z.input<E['body']>> & {
    readonly signal?: AbortSignal | undefined
    /** Sent with writes; give the same one again to repeat a write whose answer was lost. */
    readonly idempotencyKey?: string
  }

type Part<Name extends string, Value> = unknown extends Value
  ? { readonly [name in Name]?: unknown }
  : undefined extends Value
    ? { readonly [name in Name]?: undefined }
    : Record<string, never> extends Value
      ? { readonly [name in Name]?: Value }
      : { readonly [name in Name]: Value }

/**
 * Calls our API and returns its answer, parsed. Throws `ApiProblem` for every answer that is not a success,
 * for one that does not have the promised shape, and when none came within 20 s.
 */
export async function callApi<E extends Endpoint>(
  endpoint: E,
  input: CallInput<E>,
): Promise<z.output<E['response']>> {
  const response = await send(endpoint, input)
  if (!response.ok) throw await readProblem(response)
  const body = response.status === 204 ? undefined : await response.json()
  const parsed = endpoint.response.safeParse(body)
  if (parsed.success) return parsed.data as z.output<E['response']>
  throw clientProblem(
    'The server answered in a way that this page does not understand. Reload it.',
    parsed.error,
  )
}

/** The address of a call, for links and downloads. */
export function endpointUrl(endpoint: Endpoint, input: { params?: unknown; query?: unknown } = {}): string {
  const params = asRecord(input.params)
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  )
  const pairs = Object.entries(asRecord(input.query)).filter(([, value]) => value !== undefined)
  if (pairs.length === 0) return path
  return `${path}?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]))}`
}

async function send(endpoint: Endpoint, input: CallInput<Endpoint>): Promise<Response> {
  const deadline = AbortSignal.timeout(DEADLINE_MS)
  const signal = input.signal ? AbortSignal.any([input.signal, deadline]) : deadline
  const init: RequestInit = { method: endpoint.method, headers: headersOf(endpoint, input), signal }
  if (input.body !== undefined) init.body = isFile(input.body) ? input.body : JSON.stringify(input.body)
  try {
    return await fetch(endpointUrl(endpoint, input), init)
  } catch (cause) {
    if (input.signal?.aborted) throw cause
    throw clientProblem('The server did not answer. Check the connection and try again.', cause)
  }
}

function headersOf(endpoint: Endpoint, input: CallInput<Endpoint>): Record<string, string> {
  const headers: Record<string, string> = { accept: 'application/json, application/problem+json' }
  if (endpoint.method === 'GET') return headers
  headers['content-type'] = isFile(input.body) ? 'application/octet-stream' : 'application/json'
  headers['idempotency-key'] = input.idempotencyKey ?? newIdempotencyKey()
  return headers
}

function isFile(body: unknown): body is Blob {
  return body instanceof Blob
}

/** Works on plain HTTP too, where `crypto.randomUUID` does not exist. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

async function readProblem(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => undefined)
  const parsed = problemSchema.safeParse(body)
  if (parsed.success) return new ApiProblem(parsed.data)
  return clientProblem(`The server answered with status ${response.status}.`, body, response.status)
}

function clientProblem(detail: string, cause: unknown, status = 503): ApiProblem {
  const problem: Problem = {
    type: 'urn:switchyard:problem:unavailable',
    title: 'No usable answer',
    status,
    detail,
    code: 'unavailable',
    requestId: '',
  }
  return new ApiProblem(problem, cause)
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {}
}
