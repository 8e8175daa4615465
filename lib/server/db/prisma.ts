import { PrismaPg } from '@prisma/adapter-pg'
import { type Prisma, PrismaClient } from '@/prisma/generated/client'

export type Database = PrismaClient
/** Inside a transaction; services and repositories take either. */
export type DatabaseTransaction = Prisma.TransactionClient

const STATEMENT_DEADLINE_MS = 30_000
const CONNECT_DEADLINE_MS = 5_000

/** A pool on the given PostgreSQL. Each statement has a deadline, so a hung server can not hang us. */
export function createDatabase(url: string, maxConnections = 10): Database {
  const adapter = new PrismaPg({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: CONNECT_DEADLINE_MS,
    statement_timeout: STATEMENT_DEADLINE_MS,
    query_timeout: STATEMENT_DEADLINE_MS + 1_000,
    keepAlive: true,
  })
  return new PrismaClient({ adapter })
}

const shared = globalThis as typeof globalThis & { switchyardDatabase?: Database }

/** The one pool of a web process: Next instantiates modules once a bundle, only globalThis is shared. */
export function sharedDatabase(url: string): Database {
  shared.switchyardDatabase ??= createDatabase(url)
  return shared.switchyardDatabase
}
