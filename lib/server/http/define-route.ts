import type { z } from 'zod'
import { type Endpoint, noContent } from '@/lib/core/api/endpoint'
import { AppError } from '@/lib/core/errors/app-error'
import { issueProblems, problemWords } from '@/lib/core/errors/issue-problems'
import { authenticate, type Caller } from '@/lib/server/auth/authenticate'
import { refuseCrossSite } from '@/lib/server/auth/same-origin'
import { renewedCookie } from '@/lib/server/auth/session'
import type { WebRuntime } from '@/lib/server/runtime'
import { throttleWrites } from '@/lib/server/services/auth/throttle'
import type { ServiceContext } from '@/lib/server/services/service-context'
import { type Answer, answerOnce } from './idempotency'
import { MAX_BODY_BYTES, parseBody, readBody } from './request-body'

/** What a handler is given: all of it parsed, and who asks. */
export interface Call<E extends Endpoint> {
  readonly context: ServiceContext
  readonly caller: Caller
  readonly runtime: WebRuntime
  readonly params: z.output<E['params']>
  readonly query: z.output<E['query']>
  readonly body: z.output<E['body']>
  readonly request: Request
  /** Set on the answer. */
  readonly responseHeaders: Headers
}

export interface RouteRequest {
  readonly request: Request
  readonly requestId: string
  readonly runtime: WebRuntime
  readonly params: Readonly<Record<string, string>>
}

export interface Route {
  readonly endpoint: Endpoint
  respond(call: RouteRequest): Promise<Response>
}

interface RouteOptions {
  readonly maxBodyBytes?: number
  /** Also for people who must first change their password. */
  readonly isOpenBeforePasswordChange?: boolean
}

/** An endpoint whose handler's result is sent as JSON; with `noContent`, as 204. */
export function defineRoute<E extends Endpoint>(
  endpoint: E,
  handler: (call: Call<E>) => Promise<z.output<E['response']>>,
  options: RouteOptions = {},
): Route {
  return {
    endpoint,
    respond: async (routed) => {
      const { call, rawBody } = await prepare(endpoint, routed, options)
      const answer = await answerCall(call, { endpoint, handler, rawBody })
      return toResponse(answer, call.responseHeaders)
    },
  }
}

/** An endpoint that makes its own answer: a stream, or a file. */
export function defineRawRoute<E extends Endpoint>(
  endpoint: E,
  handler: (call: Call<E>) => Promise<Response>,
): Route {
  return {
    endpoint,
    respond: async (routed) => {
      const { call } = await prepare(endpoint, routed, {})
      const response = await handler(call)
      for (const [name, value] of call.responseHeaders) response.headers.append(name, value)
      return response
    },
  }
}

async function prepare<E extends Endpoint>(endpoint: E, routed: RouteRequest, options: RouteOptions) {
  const { request, runtime, requestId } = routed
  const caller = await authenticate(runtime, request.headers)
  if (caller.session) refuseCrossSite(request, runtime.publicOrigin)
  if (caller.mustChangePassword && options.isOpenBeforePasswordChange !== true) {
    throw new AppError('forbidden', 'Change your first password before anything else.')
  }
  const { clock, database } = runtime
  const context: ServiceContext = { actor: caller.actor, clock, database, requestId }
  if (endpoint.method !== 'GET') await throttleWrites(context, actorKey(caller))
  const maxBytes = options.maxBodyBytes ?? MAX_BODY_BYTES
  const rawBody = endpoint.method === 'GET' ? Buffer.alloc(0) : await readBody(request, maxBytes)
  const parsed = parseParts(endpoint, routed, rawBody)
  const responseHeaders = await headersFor(runtime, caller)
  const call: Call<E> = { ...parsed, context, caller, runtime, request, responseHeaders }
  return { call, rawBody }
}

function parseParts<E extends Endpoint>(endpoint: E, routed: RouteRequest, rawBody: Buffer) {
  const { request, params } = routed
  const query = Object.fromEntries(new URL(request.url).searchParams)
  const parts = {
    params: endpoint.params.safeParse(params),
    query: endpoint.query.safeParse(query),
    body: endpoint.body.safeParse(parseBody(endpoint, request.headers.get('content-type'), rawBody)),
  }
  const problems = Object.entries(parts).flatMap(([name, part]) =>
    part.success ? [] : issueProblems(part.error, name === 'body' ? '' : name),
  )
  const [first] = problems
  if (first) throw new AppError('bad-input', problemWords(first), { problems })
  return {
    params: parts.params.data as z.output<E['params']>,
    query: parts.query.data as z.output<E['query']>,
    body: parts.body.data as z.output<E['body']>,
  }
}

interface Answering<E extends Endpoint> {
  readonly endpoint: E
  readonly handler: (call: Call<E>) => Promise<z.output<E['response']>>
  readonly rawBody: Buffer
}

async function answerCall<E extends Endpoint>(call: Call<E>, answering: Answering<E>): Promise<Answer> {
  const { endpoint, handler, rawBody } = answering
  const run = async () => {
    const body = await handler(call)
    return endpoint.response === noContent ? { status: 204, body: undefined } : { status: 200, body }
  }
  const key = call.request.headers.get('idempotency-key')
  if (endpoint.method === 'GET' || key === null) return run()
  const { pathname, search } = new URL(call.request.url)
  return answerOnce(
    call.runtime,
    {
      actorKey: actorKey(call.caller),
      key,
      method: endpoint.method,
      path: pathname + search,
      rawBody,
      hasSecretAnswer: endpoint.hasSecretAnswer ?? false,
    },
    run,
  )
}

function toResponse({ status, body }: Answer, headers: Headers): Response {
  if (body === undefined) return new Response(null, { status, headers })
  headers.set('content-type', 'application/json')
  return new Response(JSON.stringify(body), { status, headers })
}

async function headersFor(runtime: WebRuntime, caller: Caller): Promise<Headers> {
  const headers = new Headers({ 'cache-control': 'no-store' })
  const cookie = caller.session ? await renewedCookie(runtime, caller.session) : undefined
  if (cookie) headers.append('set-cookie', cookie)
  return headers
}

function actorKey({ actor }: Caller): string {
  return actor.type === 'system' ? `system:${actor.name}` : `${actor.type}:${actor.id}`
}
