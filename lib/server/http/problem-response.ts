import type { Problem } from '@/lib/core/api/problem'
import { AppError, errorCodes } from '@/lib/core/errors/app-error'

/** What the HTTP layer answers by itself, where no service was asked. */
const httpProblems = {
  'method-not-allowed': { status: 405, title: 'This method is not allowed here' },
  'unsupported-media-type': { status: 415, title: 'Send application/json' },
  internal: { status: 500, title: 'Something went wrong here' },
} as const

/** An answer of the HTTP layer itself; services throw AppError. */
export class HttpProblem extends Error {
  readonly code: keyof typeof httpProblems
  readonly headers: Readonly<Record<string, string>>

  constructor(
    code: keyof typeof httpProblems,
    detail: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail)
    this.name = 'HttpProblem'
    this.code = code
    this.headers = headers
  }
}

/** RFC 9457. An error that nobody threw on purpose says a request id and nothing more. */
export function problemResponse(error: unknown, requestId: string): Response {
  const { problem, headers } = describe(error, requestId)
  const retryAfter = problem.retryAfterSeconds
  return Response.json(problem, {
    status: problem.status,
    headers: {
      ...headers,
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-request-id': requestId,
      ...(retryAfter === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfter)) }),
      ...(problem.status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    },
  })
}

/** True for what a person must look into: nobody threw it on purpose. */
export function isUnexpected(error: unknown): boolean {
  return !(error instanceof AppError || error instanceof HttpProblem)
}

interface Description {
  readonly problem: Problem
  readonly headers: Readonly<Record<string, string>>
}

function describe(error: unknown, requestId: string): Description {
  if (error instanceof AppError) return { problem: problemOf(error, requestId), headers: {} }
  const known = error instanceof HttpProblem ? error : undefined
  const code = known?.code ?? 'internal'
  const detail = known?.message ?? `The error was logged with request id ${requestId}.`
  const problem = { type: typeOf(code), ...httpProblems[code], detail, code, requestId }
  return { problem, headers: known?.headers ?? {} }
}

function problemOf(error: AppError, requestId: string): Problem {
  const { code, message, problems, retryAfterSeconds } = error
  return {
    type: typeOf(code),
    ...errorCodes[code],
    detail: message,
    code,
    requestId,
    ...(problems.length > 0 ? { problems: [...problems] } : {}),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  }
}

function typeOf(code: string): string {
  return `urn:switchyard:problem:${code}`
}
