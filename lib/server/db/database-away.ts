import { z } from 'zod'

/** Prisma's own codes: not reachable, timed out, connection closed, none free, no transaction to be had. */
const codes = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028'])
/** What the driver says, where Prisma wraps it in a general code. */
const kinds = new Set(['DatabaseNotReachable', 'SocketTimeout', 'ConnectionClosed', 'TooManyConnections'])

/** PostgreSQL's: a broken connection, and a server that stops, crashed or starts. */
const sqlState = /^(08...|57P0[123])$/

const causeSchema = z.object({ kind: z.string(), originalCode: z.string().optional() })
const failureSchema = z.object({
  code: z.string(),
  meta: z.object({ driverAdapterError: z.object({ cause: causeSchema }).optional() }).optional(),
})

/** The driver's own errors, which have no code: none free or none to be had in time, no answer in time, broken off. */
const driverMessages = new Set([
  'timeout exceeded when trying to connect',
  'Query read timeout',
  'Connection terminated',
  'Connection terminated due to connection timeout',
  'Connection terminated unexpectedly',
])

/** Whether an error means that the database cannot be asked now, rather than that something is wrong here. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof Error && driverMessages.has(error.message)) return true
  const failure = failureSchema.safeParse(error)
  if (!failure.success) return false
  const { code, meta } = failure.data
  const cause = meta?.driverAdapterError?.cause
  return codes.has(code) || kinds.has(cause?.kind ?? '') || sqlState.test(cause?.originalCode ?? '')
}
