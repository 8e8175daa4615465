import type { AuthOptions } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import { z } from 'zod'
import { callbackPath } from '@/lib/core/auth/callback-path'
import { webRuntime } from '@/lib/server/runtime'
import { signIn } from '@/lib/server/services/auth/sign-in'
import { addressOf } from './client-address'
import { checkSession } from './session'
import { sessionCookieName, sessionCookieOptions } from './session-cookie'
import { readSessionToken, SESSION_IDLE_SECONDS, writeSessionToken } from './session-token'

const credentialsSchema = z.object({ email: z.string().max(254), password: z.string().max(256) })

/** The sign-in page reads these out of the answer's `error`. */
const refused = 'refused'
const throttled = (retryAfterSeconds: number) => `throttled:${retryAfterSeconds}`

/** next-auth does the exchange (CSRF token, cookies); who may in, and for how long, is decided by us. */
export function authOptions(): AuthOptions {
  const { isHttps, authSecret, log } = webRuntime()
  return {
    secret: authSecret,
    useSecureCookies: isHttps,
    session: { strategy: 'jwt', maxAge: SESSION_IDLE_SECONDS },
    cookies: {
      sessionToken: { name: sessionCookieName(isHttps), options: sessionCookieOptions(isHttps) },
    },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    providers: [
      CredentialsProvider({
        credentials: { email: {}, password: {} },
        authorize: (credentials, request) => authorize(credentials, new Headers(request.headers ?? {})),
      }),
    ],
    jwt: { encode: ({ token }) => encodeClaims(token), decode: ({ token }) => decodeClaims(token) },
    callbacks: {
      redirect: ({ url, baseUrl }) => `${baseUrl}${callbackPath(url.replace(baseUrl, ''))}`,
      jwt: ({ token, user }) => claimsFor(token, user),
      session: async ({ session, token }) => ({ expires: session.expires, user: await describe(token.sub) }),
    },
    logger: {
      error: (code) => log.debug({ code }, 'next-auth refused a request'),
      warn: () => undefined,
      debug: () => undefined,
    },
  }
}

async function authorize(credentials: unknown, headers: Headers) {
  const parsed = credentialsSchema.safeParse(credentials)
  if (!parsed.success) throw new Error(refused)
  const { clock, database, log } = webRuntime()
  const requestId = crypto.randomUUID()
  const actor = { type: 'system', name: 'sign-in', role: 'admin' } as const
  const context = { actor, clock, database, requestId }
  const result = await signIn(context, { ...parsed.data, address: addressOf(headers) }).catch((error) => {
    log.error({ err: error, requestId }, 'a sign-in could not be checked')
    throw new Error('unavailable')
  })
  switch (result.status) {
    case 'signed-in':
      return { id: result.user.id, sessionVersion: result.user.sessionVersion }
    case 'refused':
      throw new Error(refused)
    case 'throttled':
      throw new Error(throttled(result.retryAfterSeconds))
  }
}

const storedClaims = z.object({
  sub: z.uuid(),
  sessionVersion: z.int(),
  signedInAtMs: z.number(),
  iat: z.number(),
})
const newUser = z.object({ id: z.uuid(), sessionVersion: z.int() })

/** At sign-in the new session's claims; afterwards the same ones, while the person is still let in. */
async function claimsFor(token: unknown, user: unknown) {
  const runtime = webRuntime()
  const signedIn = newUser.safeParse(user)
  if (signedIn.success) {
    const { id, sessionVersion } = signedIn.data
    return { sub: id, sessionVersion, signedInAtMs: runtime.clock.nowMs() }
  }
  const claims = storedClaims.parse(token)
  if (!(await checkSession(runtime, claims))) throw new Error('the session has ended')
  return claims
}

async function encodeClaims(token: unknown): Promise<string> {
  const claims = storedClaims.omit({ iat: true }).parse(token)
  return writeSessionToken(claims, webRuntime().authSecret)
}

async function decodeClaims(token: string | undefined) {
  if (!token) return null
  const { authSecret, clock } = webRuntime()
  return (await readSessionToken(token, authSecret, clock.nowMs())) ?? null
}

async function describe(id: string | undefined) {
  const user = id === undefined ? undefined : await webRuntime().sessionUsers.find(id)
  return user ? { name: user.name, email: user.email, role: user.role } : {}
}
