import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { chooseOrigin, type OriginChoice } from '@/lab/cloudflare/balancer'
import { isClearanceValid, issueClearance } from '@/lab/cloudflare/clearance'
import { parseCookies } from '@/lab/cloudflare/cookies'
import { answerChallenge, answerEdgeError, answerPage } from '@/lab/cloudflare/edge-pages'
import { parseExpression, type RequestFields } from '@/lab/cloudflare/expression'
import { type FirewallVerdict, judgeRequest } from '@/lab/cloudflare/firewall'
import type { HealthChecks } from '@/lab/cloudflare/health-checks'
import type { OriginProxy } from '@/lab/cloudflare/origin-proxy'
import { RateLimiter } from '@/lab/cloudflare/rate-limiter'
import type { SecurityEvents } from '@/lab/cloudflare/security-events'
import type { EdgeState, LoadBalancer } from '@/lab/cloudflare/state'

export interface EdgeOptions {
  readonly state: () => EdgeState
  readonly health: HealthChecks
  readonly proxy: OriginProxy
  readonly events: SecurityEvents
  readonly clearanceKey: string
  /** The origins' ports by the scheme of the visit, as they really are. */
  readonly originPorts: Record<Scheme, number>
  readonly publicHttpsPort: number
}

export type Scheme = 'http' | 'https'

const CHALLENGE_PASS = '/cdn-cgi/challenge-platform/pass'
const AFFINITY_COOKIE = '__cflb'

/** Answers visitors: redirects, filters, balances, passes on. */
export class Edge {
  readonly #limiter = new RateLimiter()
  #turn = 0

  constructor(readonly options: EdgeOptions) {}

  async handle(scheme: Scheme, incoming: IncomingMessage, outgoing: ServerResponse): Promise<unknown> {
    const state = this.options.state()
    const visit = readVisit(incoming)
    outgoing.setHeader('server', 'cloudflare')
    outgoing.setHeader('cf-ray', `${visit.ray}-LAB`)
    if (visit.path === '/cdn-cgi/trace') return answerTrace(outgoing, scheme, visit)
    if (scheme === 'http' && state.settings.always_use_https?.value === 'on')
      return this.#redirect(outgoing, visit)
    if (visit.path === CHALLENGE_PASS && incoming.method === 'POST') return this.#clear(outgoing, visit)
    const verdict = this.#judge(state, visit)
    if (verdict.kind !== 'pass') return answerVerdict(outgoing, verdict)
    const choice = this.#choose(state, visit)
    if (!choice) return answerPage(outgoing, 530, 'Error 1033: no origin is enabled')
    return this.#passOn({ scheme, state, visit, choice }, incoming, outgoing)
  }

  #judge(state: EdgeState, visit: Visit): FirewallVerdict {
    const nowMs = Date.now()
    const clearance = visit.cookies.get('cf_clearance')
    const hasClearance = isClearanceValid(this.options.clearanceKey, visit.clientAddress, clearance, nowMs)
    const verdict = judgeRequest(state, this.#limiter, { fields: visit.fields, hasClearance, nowMs })
    if (verdict.kind !== 'pass') this.options.events.count(verdict.kind, verdict.rule)
    return verdict
  }

  #choose(state: EdgeState, visit: Visit): OriginChoice | undefined {
    const loadBalancer = state.loadBalancers.find(({ enabled }) => enabled)
    if (!loadBalancer) return undefined
    const { health } = this.options
    const isHealthy = (pool: string, origin: string) => health.of(pool, origin).isHealthy
    const choice = chooseOrigin(
      { loadBalancer, pools: state.pools, isHealthy },
      {
        clientAddress: visit.clientAddress,
        affinity: affinityFor(loadBalancer, visit.fields),
        stickyOrigin: visit.cookies.get(AFFINITY_COOKIE),
        turn: this.#turn,
      },
    )
    this.#turn = (this.#turn + 1) % 2 ** 20
    return choice
  }

  async #passOn(passage: Passage, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { scheme, state, visit, choice } = passage
    outgoing.setHeader('cf-cache-status', 'DYNAMIC')
    outgoing.setHeader('x-lab-origin', choice.origin)
    const loadBalancer = state.loadBalancers.find(({ enabled }) => enabled)
    const isSticky = loadBalancer && affinityFor(loadBalancer, visit.fields) !== 'none'
    if (isSticky && visit.cookies.get(AFFINITY_COOKIE) !== choice.origin) {
      const lifetime = `Max-Age=${loadBalancer.session_affinity_ttl}`
      outgoing.setHeader(
        'set-cookie',
        `${AFFINITY_COOKIE}=${choice.origin}; Path=/; ${lifetime}; HttpOnly; SameSite=Lax`,
      )
    }
    const code = await this.options.proxy.pass(
      {
        scheme,
        address: choice.address,
        port:
          scheme === 'https'
            ? (choice.port ?? this.options.originPorts.https)
            : this.options.originPorts.http,
        serverName: state.zone.name,
        isVerified: state.settings.ssl?.value === 'strict',
        headers: originHeaders(incoming, visit, scheme),
      },
      incoming,
      outgoing,
    )
    if (code !== undefined && !outgoing.headersSent) answerEdgeError(outgoing, code)
  }

  #redirect(outgoing: ServerResponse, visit: Visit): ServerResponse {
    const https = this.options.publicHttpsPort
    const host = visit.host.replace(/:\d+$/, '')
    return outgoing
      .writeHead(301, { location: `https://${host}${https === 443 ? '' : `:${https}`}${visit.url}` })
      .end()
  }

  #clear(outgoing: ServerResponse, visit: Visit): ServerResponse {
    const cookie = issueClearance(this.options.clearanceKey, visit.clientAddress, Date.now())
    const attributes = 'Path=/; Max-Age=1800; HttpOnly; Secure; SameSite=None'
    return outgoing.writeHead(204, { 'set-cookie': `cf_clearance=${cookie}; ${attributes}` }).end()
  }
}

interface Visit {
  readonly ray: string
  readonly clientAddress: string
  readonly host: string
  readonly url: string
  readonly path: string
  readonly cookies: ReadonlyMap<string, string>
  readonly fields: RequestFields
}

interface Passage {
  readonly scheme: Scheme
  readonly state: EdgeState
  readonly visit: Visit
  readonly choice: OriginChoice
}

function readVisit(incoming: IncomingMessage): Visit {
  const url = incoming.url ?? '/'
  const path = url.split('?')[0] ?? '/'
  const host = incoming.headers.host ?? 'askproai.de'
  const clientAddress = (incoming.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  return {
    ray: randomBytes(8).toString('hex'),
    clientAddress,
    host,
    url,
    path,
    cookies: parseCookies(incoming.headers.cookie),
    fields: {
      'http.request.uri.path': path,
      'http.request.method': incoming.method ?? 'GET',
      'http.host': host.replace(/:\d+$/, ''),
      'ip.src': clientAddress,
    },
  }
}

function affinityFor(loadBalancer: LoadBalancer, fields: RequestFields): LoadBalancer['session_affinity'] {
  const rule = loadBalancer.rules.find(
    ({ disabled, condition }) => !disabled && parseExpression(condition)(fields),
  )
  return rule?.overrides.session_affinity ?? loadBalancer.session_affinity
}

/** What visitors claim about themselves is replaced: the origin must be able to trust these headers. */
function originHeaders(incoming: IncomingMessage, visit: Visit, scheme: Scheme) {
  const { connection: _connection, 'keep-alive': _keepAlive, ...headers } = incoming.headers
  return {
    ...headers,
    'cf-connecting-ip': visit.clientAddress,
    'cf-ray': `${visit.ray}-LAB`,
    'cf-visitor': JSON.stringify({ scheme }),
    'x-forwarded-for': visit.clientAddress,
    'x-forwarded-proto': scheme,
  }
}

function answerVerdict(
  outgoing: ServerResponse,
  verdict: Exclude<FirewallVerdict, { kind: 'pass' }>,
): ServerResponse {
  switch (verdict.kind) {
    case 'block':
      return answerPage(outgoing, 403, 'Error 1020: Access denied')
    case 'challenge':
      return answerChallenge(outgoing)
    case 'limit':
      outgoing.setHeader('retry-after', Math.ceil(verdict.retryAfterMs / 1000))
      return answerPage(outgoing, 429, 'Error 1015: You are being rate limited')
  }
}

function answerTrace(outgoing: ServerResponse, scheme: Scheme, visit: Visit): ServerResponse {
  const lines = [`h=${visit.host}`, `ip=${visit.clientAddress}`, `ts=${Date.now() / 1000}`, 'colo=LAB']
  const more = [`visit_scheme=${scheme}`, `http=http/1.1`, `ray=${visit.ray}`]
  outgoing.writeHead(200, { 'content-type': 'text/plain', 'cache-control': 'no-cache' })
  return outgoing.end(`${[...lines, ...more].join('\n')}\n`)
}
