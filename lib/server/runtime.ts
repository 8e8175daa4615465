import { type Clock, systemClock } from '@/lib/core/time/clock'
import { createSessionUsers, type SessionUsers } from '@/lib/server/auth/session-users'
import { authSecret } from '@/lib/server/config/auth-secret'
import { readEnv } from '@/lib/server/config/env'
import { isServedByHttps, publicOrigin } from '@/lib/server/config/public-origin'
import { type Database, sharedDatabase } from '@/lib/server/db/prisma'
import { createLog, type Log } from '@/lib/server/log'

/** What a web process is made of. Tests make their own; Next's bundles share the one on globalThis. */
export interface WebRuntime {
  readonly database: Database
  /** For LISTEN, which needs a connection of its own. */
  readonly databaseUrl: string
  readonly clock: Clock
  readonly log: Log
  readonly authSecret: string
  /** The origin that people see, `https://switchyard.example`; undefined when it was not configured. */
  readonly publicOrigin: string | undefined
  readonly isHttps: boolean
  readonly sessionUsers: SessionUsers
}

const shared = globalThis as typeof globalThis & { switchyardRuntime?: WebRuntime }

/** The runtime of this process, made from the environment when it is first asked for. */
export function webRuntime(): WebRuntime {
  shared.switchyardRuntime ??= createWebRuntime(requireDatabaseUrl())
  return shared.switchyardRuntime
}

/** For tests and for start-up, which finds the address of the embedded database. */
export function setWebRuntime(runtime: WebRuntime): void {
  shared.switchyardRuntime = runtime
}

export function createWebRuntime(databaseUrl: string, database = sharedDatabase(databaseUrl)): WebRuntime {
  const env = readEnv()
  return {
    database,
    databaseUrl,
    clock: systemClock,
    log: createLog('web', env.LOG_LEVEL),
    authSecret: authSecret(),
    publicOrigin: publicOrigin(),
    isHttps: isServedByHttps(),
    sessionUsers: createSessionUsers(database, systemClock),
  }
}

function requireDatabaseUrl(): string {
  const url = readEnv().DATABASE_URL
  if (url) return url
  throw new Error('The web process was not started: instrumentation.ts opens the database first')
}
