import { AppError } from '@/lib/core/errors/app-error'
import { isDatabaseAway } from '@/lib/server/db/database-away'
import { countRequest } from '@/lib/server/metrics/request-metrics'
import { webRuntime } from '@/lib/server/runtime'
import type { Route } from './define-route'
import { HttpProblem, isUnexpected, problemResponse } from './problem-response'
import { routes } from './route-registry'
import { securityHeaders } from './security-headers'

interface Match {
  readonly route: Route
  readonly params: Readonly<Record<string, string>>
}

const patterns = routes.map((route) => ({ route, segments: route.endpoint.path.split('/') }))

/** Answers any request below `/api`: with the route's answer, or with a problem. Never throws. */
export async function answerApiRequest(request: Request): Promise<Response> {
  const requestId = crypto.randomUUID()
  const startedAtMs = performance.now()
  const { route, response } = await answer(request, requestId)
  countRequest({
    route: route?.endpoint.id ?? 'none',
    status: response.status,
    durationMs: performance.now() - startedAtMs,
  })
  response.headers.set('x-request-id', requestId)
  for (const [name, value] of securityHeaders(webRuntime().isHttps)) response.headers.set(name, value)
  return response
}

async function answer(
  request: Request,
  requestId: string,
): Promise<{ readonly route?: Route; readonly response: Response }> {
  let route: Route | undefined
  try {
    const match = findRoute(request.method, new URL(request.url).pathname)
    route = match.route
    const runtime = webRuntime()
    const response = await route.respond({ request, requestId, runtime, params: match.params })
    return { route, response: request.method === 'HEAD' ? await withoutBody(response) : response }
  } catch (error) {
    const told = isDatabaseAway(error) ? databaseAway(error) : error
    if (isUnexpected(told)) logUnexpected(told, requestId)
    return { ...(route ? { route } : {}), response: problemResponse(told, requestId) }
  }
}

function findRoute(method: string, pathname: string): Match {
  const here = patterns.flatMap(({ route, segments }) => {
    const params = matchPath(segments, pathname.split('/'))
    return params ? [{ route, params }] : []
  })
  if (here.length === 0) throw new AppError('not-found', 'There is nothing at this address.')
  const wanted = method === 'HEAD' ? 'GET' : method
  const match = here.find(({ route }) => route.endpoint.method === wanted)
  if (match) return match
  const allowed = [...new Set(here.map(({ route }) => route.endpoint.method))].join(', ')
  throw new HttpProblem('method-not-allowed', `Allowed here: ${allowed}.`, { allow: allowed })
}

/** Words win over parameters because the registry lists them first. */
function matchPath(
  pattern: readonly string[],
  segments: readonly string[],
): Readonly<Record<string, string>> | undefined {
  if (pattern.length !== segments.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? ''
    if (part.startsWith('{')) params[part.slice(1, -1)] = decode(segment)
    else if (part !== segment) return undefined
  }
  return params
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch (cause) {
    throw new AppError('not-found', 'There is nothing at this address.', { cause })
  }
}

/** A stream that nobody reads must be told so. */
async function withoutBody(response: Response): Promise<Response> {
  await response.body?.cancel()
  return new Response(null, { status: response.status, headers: response.headers })
}

/** Whoever waits for it is told so; the readiness check and the metrics tell the people who mend it. */
function databaseAway(cause: unknown): AppError {
  const message = 'The database does not answer. Try again in a moment.'
  return new AppError('unavailable', message, { cause, retryAfterSeconds: 2 })
}

function logUnexpected(error: unknown, requestId: string): void {
  webRuntime().log.error({ err: error, requestId }, 'a request failed unexpectedly')
}
