import pino, { type Logger } from 'pino'

/** Names under which secrets travel; whatever is logged under them is replaced. A backstop, not a plan. */
const secretNames = ['password', 'secret', 'token', 'authorization', 'cookie', 'url', 'settings', 'headers']

/**
 * The log of a process: one JSON line an entry, fields first, to standard output. Errors are told by their
 * message, code and causes; `level` is one of pino's, `silent` included.
 */
export function createLog(name: string, level: string): Logger {
  return pino({
    name,
    level,
    redact: { paths: secretNames.flatMap((secret) => [secret, `*.${secret}`]), censor: '[redacted]' },
    serializers: { err: describeError },
    timestamp: pino.stdTimeFunctions.isoTime,
  })
}

export type Log = Logger

interface ErrorDescription {
  readonly type: string
  readonly message: string
  readonly code?: string
  readonly stack?: string
  readonly cause?: ErrorDescription
}

/** Only what never holds parameters or settings: errors of drivers carry those in fields of their own. */
function describeError(error: unknown): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an error object' }
  return {
    type: error.name,
    message: withoutConnectionStrings(error.message),
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    ...(error.stack === undefined ? {} : { stack: withoutConnectionStrings(error.stack) }),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  }
}

function withoutConnectionStrings(text: string): string {
  return text.replace(/\b([a-z][a-z0-9+.-]*):\/\/[^\s/@]*@/gi, '$1://[redacted]@')
}
