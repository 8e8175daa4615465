import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { dnsRoutes } from '@/lab/cloudflare/api/dns-routes'
import { ApiFailure, envelopeOf, failureEnvelope } from '@/lab/cloudflare/api/envelope'
import { loadBalancingRoutes } from '@/lab/cloudflare/api/load-balancing-routes'
import type { ApiRequest, Route } from '@/lab/cloudflare/api/route'
import { rulesetRoutes } from '@/lab/cloudflare/api/ruleset-routes'
import { zoneRoutes } from '@/lab/cloudflare/api/zone-routes'
import type { HealthChecks } from '@/lab/cloudflare/health-checks'
import { RateLimiter } from '@/lab/cloudflare/rate-limiter'
import type { EdgeState } from '@/lab/cloudflare/state'
import type { StateStore } from '@/lab/cloudflare/state-store'

export interface ApiOptions {
  readonly store: StateStore
  readonly health: Pick<HealthChecks, 'of'>
  readonly token: string
  /** Sees everything and changes nothing. */
  readonly readOnlyToken: string
  /** Calls allowed in five minutes; the real API allows 1,200, and blocks for five minutes after. */
  readonly callsPerFiveMinutes: number
}

const ROUTES: readonly Route[] = [...zoneRoutes, ...rulesetRoutes, ...loadBalancingRoutes, ...dnsRoutes]
const PREFIX = '/client/v4'
const FIVE_MINUTES_MS = 300_000
const MOST_BODY_BYTES = 1_000_000

/** The v4 API: token, rate limit, route, envelope. Changes are made one after the other, so none is lost. */
export class Api {
  readonly #limiter = new RateLimiter()
  #queue: Promise<unknown> = Promise.resolve()

  constructor(readonly options: ApiOptions) {}

  async handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    try {
      const url = new URL(incoming.url ?? '/', 'http://edge')
      const canWrite = this.#authenticate(incoming)
      this.#limit(outgoing)
      const body = await readJson(incoming)
      const { pathname: path, searchParams: query } = url
      const answer = await this.run({ method: incoming.method ?? 'GET', path, query, body, canWrite })
      answerJson(outgoing, 200, answer)
    } catch (error) {
      const failure = error instanceof ApiFailure ? error : new ApiFailure(500, 1000, 'internal error')
      if (failure !== error) console.error(error)
      answerJson(outgoing, failure.status, failureEnvelope(failure))
    }
  }

  /** One authenticated call, answered in its envelope. Throws `ApiFailure`. */
  run(request: ApiRequest): Promise<object> {
    const turn = this.#queue.then(() => this.#runNow(request))
    this.#queue = turn.catch(() => undefined)
    return turn
  }

  async #runNow(request: ApiRequest): Promise<object> {
    const { route, params } = findRoute(request)
    const state = structuredClone(this.options.store.state)
    checkScope(state, params)
    const { query, body, canWrite } = request
    if (route.method !== 'GET' && !canWrite) {
      throw new ApiFailure(403, 9109, 'Unauthorized to access requested resource')
    }
    const { health } = this.options
    const now = new Date().toISOString()
    const result = route.handle({ state, health, params, query, body, canWrite, now })
    const isKept = route.method !== 'GET' && query.get('dry_run') !== 'true'
    if (isKept) await this.options.store.replace(state)
    return envelopeOf(result)
  }

  /** True for the token that may change things. */
  #authenticate(incoming: IncomingMessage): boolean {
    const given = incoming.headers.authorization ?? ''
    if (isToken(given, this.options.token)) return true
    if (isToken(given, this.options.readOnlyToken)) return false
    throw given.length === 0
      ? new ApiFailure(400, 9106, 'Missing X-Auth-Key, X-Auth-Email or Authorization headers')
      : new ApiFailure(401, 10000, 'Authentication error')
  }

  #limit(outgoing: ServerResponse): void {
    const requests = this.options.callsPerFiveMinutes
    const limit = { periodMs: FIVE_MINUTES_MS, requests, mitigationMs: FIVE_MINUTES_MS }
    const verdict = this.#limiter.hit('token', limit, Date.now())
    outgoing.setHeader('ratelimit-policy', `"default";q=${requests};w=300`)
    outgoing.setHeader('ratelimit', `"default";r=${verdict.isBlocked ? 0 : verdict.remaining};t=300`)
    if (!verdict.isBlocked) return
    outgoing.setHeader('retry-after', Math.ceil(verdict.retryAfterMs / 1000))
    throw new ApiFailure(429, 971, 'Please wait and consider throttling your request speed')
  }
}

function isToken(header: string, token: string): boolean {
  const [given, wanted] = [Buffer.from(header), Buffer.from(`Bearer ${token}`)]
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

function findRoute({ method, path }: ApiRequest) {
  const below = path.startsWith(PREFIX) ? path.slice(PREFIX.length) : path
  const segments = below.split('/')
  for (const route of ROUTES) {
    const params = route.method === method ? matchPath(route.path.split('/'), segments) : undefined
    if (params) return { route, params }
  }
  throw new ApiFailure(404, 7003, `Could not route to ${path}, perhaps your object identifier is invalid?`)
}

function matchPath(
  pattern: readonly string[],
  segments: readonly string[],
): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, wanted] of pattern.entries()) {
    const given = segments[index] ?? ''
    if (wanted.startsWith(':')) params[wanted.slice(1)] = decodeURIComponent(given)
    else if (wanted !== given) return undefined
  }
  return params
}

/** A token sees its own zone and account only. */
function checkScope(state: EdgeState, params: Readonly<Record<string, string>>): void {
  if (params.zone !== undefined && params.zone !== state.zone.id) {
    throw new ApiFailure(403, 9109, 'Unauthorized to access requested resource')
  }
  if (params.account !== undefined && params.account !== state.account.id) {
    throw new ApiFailure(403, 9109, 'Unauthorized to access requested resource')
  }
}

async function readJson(incoming: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    size += chunk.length
    if (size > MOST_BODY_BYTES) throw new ApiFailure(413, 1009, 'Request body too large')
    chunks.push(chunk)
  }
  if (size === 0) return undefined
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new ApiFailure(400, 6007, 'Malformed JSON in request body')
    throw cause
  }
}

function answerJson(outgoing: ServerResponse, status: number, body: object): void {
  outgoing.writeHead(status, { 'content-type': 'application/json' })
  outgoing.end(JSON.stringify(body))
}
