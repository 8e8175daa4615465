/** Every code has one HTTP status and one title; the mapper to problem+json reads them here. */
export const errorCodes = {
  'bad-input': { status: 400, title: 'The input is not valid' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  forbidden: { status: 403, title: 'This is not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'This conflicts with the present state' },
  'too-large': { status: 413, title: 'The input is too large' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  unavailable: { status: 503, title: 'Not available right now' },
} as const

export type ErrorCode = keyof typeof errorCodes

/** One thing that is wrong with an input: where it stands and what would mend it. */
export interface InputProblem {
  /** Dotted path inside the input, for example `nodes.3.address`. */
  readonly path: string
  readonly message: string
  readonly remedy?: string
  readonly file?: string
  readonly line?: number
}

interface AppErrorOptions {
  readonly cause?: unknown
  readonly problems?: readonly InputProblem[]
  /** Seconds until a repeat may succeed, for `too-many-requests` and `unavailable`. */
  readonly retryAfterSeconds?: number
}

/** An error thrown on purpose. `message` is safe to show; secrets and raw upstream text belong in `cause`. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly problems: readonly InputProblem[]
  readonly retryAfterSeconds: number | undefined

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.problems = options.problems ?? []
    this.retryAfterSeconds = options.retryAfterSeconds
  }
}
