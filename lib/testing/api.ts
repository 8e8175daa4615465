import type { Role } from '@/lib/core/auth/role'
import { roles } from '@/lib/core/auth/role'
import type { Clock } from '@/lib/core/time/clock'
import { sessionCookieName } from '@/lib/server/auth/session-cookie'
import { writeSessionToken } from '@/lib/server/auth/session-token'
import { createSessionUsers } from '@/lib/server/auth/session-users'
import { answerApiRequest } from '@/lib/server/http/router'
import { createLog } from '@/lib/server/log'
import { insertUser, type UserRecord } from '@/lib/server/repositories/user.repository'
import { setWebRuntime, type WebRuntime } from '@/lib/server/runtime'
import type { ServiceContext } from '@/lib/server/services/service-context'
import { createTestDatabase } from './test-database'

export const TEST_ORIGIN = 'http://console.test'
const secret = 'a secret for tests alone, long enough'

/** The present, moved on by hand: tokens of sessions carry real times, so it cannot start anywhere. */
export interface MovableClock extends Clock {
  advance(ms: number): void
}

export interface TestApi {
  readonly runtime: WebRuntime
  readonly clock: MovableClock
  readonly people: Readonly<Record<Role, UserRecord>>
  contextOf(person: UserRecord): ServiceContext
  cookieOf(person: UserRecord): Promise<string>
  /** Calls the API as a browser of ours would: with the cookie, from the same origin, as JSON. */
  call(method: string, path: string, options?: CallOptions): Promise<Response>
  close(): Promise<void>
}

export interface CallOptions {
  readonly as?: UserRecord | undefined
  readonly body?: unknown
  /** Sent as it is, as a file. */
  readonly rawBody?: string | Uint8Array<ArrayBuffer>
  readonly headers?: Readonly<Record<string, string>>
}

/** The whole API as functions on a fresh database, with one person for each role. */
export async function createTestApi(): Promise<TestApi> {
  const { database, url, drop } = await createTestDatabase()
  const clock = movableClock()
  const runtime: WebRuntime = {
    database,
    databaseUrl: url,
    clock,
    log: createLog('test', 'silent'),
    authSecret: secret,
    publicOrigin: TEST_ORIGIN,
    isHttps: false,
    sessionUsers: createSessionUsers(database, clock),
  }
  setWebRuntime(runtime)
  const made = roles.map(async (role) => {
    const person = { email: `${role}@test.example`, name: role, role, passwordHash: 'none' }
    return [role, await insertUser(database, { ...person, mustChangePassword: false })] as const
  })
  const people = Object.fromEntries(await Promise.all(made)) as Record<Role, UserRecord>
  const cookieOf = (person: UserRecord) => sessionCookie(person, clock)
  return {
    runtime,
    clock,
    people,
    cookieOf,
    contextOf: ({ id, email, role }) => ({
      actor: { type: 'user', id, email, role },
      clock,
      database,
      requestId: 'test',
    }),
    call: async (method, path, options = {}) => {
      const cookie = options.as ? { cookie: await cookieOf(options.as) } : {}
      return answerApiRequest(
        requestOf(method, path, { ...options, headers: { ...cookie, ...options.headers } }),
      )
    },
    close: drop,
  }
}

function movableClock(): MovableClock {
  let offsetMs = 0
  return {
    nowMs: () => Date.now() + offsetMs,
    advance: (ms) => {
      offsetMs += ms
    },
  }
}

async function sessionCookie(person: UserRecord, clock: Clock): Promise<string> {
  const { id, sessionVersion } = person
  const claims = { sub: id, sessionVersion, signedInAtMs: clock.nowMs() }
  return `${sessionCookieName(false)}=${await writeSessionToken(claims, secret)}`
}

function requestOf(method: string, path: string, { body, rawBody, headers }: CallOptions): Request {
  const json = body === undefined ? {} : { 'content-type': 'application/json' }
  const sent = body === undefined ? rawBody : JSON.stringify(body)
  return new Request(`${TEST_ORIGIN}${path}`, {
    method,
    headers: { origin: TEST_ORIGIN, 'sec-fetch-site': 'same-origin', ...json, ...headers },
    ...(sent === undefined ? {} : { body: sent }),
  })
}
