import { PrismaPg } from '@prisma/adapter-pg'
import { type Prisma, PrismaClient } from '@/prisma/generated/client'

export type Database = PrismaClient
/** Inside a transaction; services and repositories take either. */
export type DatabaseTransaction = Prisma.TransactionClient

const STATEMENT_DEADLINE_MS = 30_000
/** A person waits for what the web asks. */
const WEB_STATEMENT_DEADLINE_MS = 8_000
/** A server that is well ends a late statement itself, and says so; a hung one does not. */
const ANSWER_GRACE_MS = 1_000
/** A transaction whose process stands still keeps its locks from everybody else: PostgreSQL ends it. */
const IDLE_TRANSACTION_DEADLINE_MS = 5_000
const WEB_CONNECTIONS = 10
const CONNECT_DEADLINE_MS = 5_000

/**
 * A pool on the given PostgreSQL. Each statement has a deadline, so a hung server can not hang us; so has the time in
 * which a transaction asks nothing, so that one of us that hangs can not hang the others.
 */
export function createDatabase(
  url: string,
  maxConnections: number,
  statementDeadlineMs = STATEMENT_DEADLINE_MS,
): Database {
  const adapter = new PrismaPg({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: CONNECT_DEADLINE_MS,
    statement_timeout: statementDeadlineMs,
    query_timeout: statementDeadlineMs + ANSWER_GRACE_MS,
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_DEADLINE_MS,
    keepAlive: true,
  })
  return new PrismaClient({ adapter })
}

const shared = globalThis as typeof globalThis & { switchyardDatabase?: Database }

/** The one pool of a web process: Next instantiates modules once a bundle, only globalThis is shared. */
export function sharedDatabase(url: string): Database {
  shared.switchyardDatabase ??= createDatabase(url, WEB_CONNECTIONS, WEB_STATEMENT_DEADLINE_MS)
  return shared.switchyardDatabase
}
