import type { UserRecord } from '@/lib/server/repositories/user.repository'
import type { WebRuntime } from '@/lib/server/runtime'
import { findCookie, sessionCookieHeader, sessionCookieName } from './session-cookie'
import { isDueForRenewal, readSessionToken, type SessionClaims, writeSessionToken } from './session-token'

export interface Session {
  readonly user: UserRecord
  readonly claims: SessionClaims
}

/** The session that a request's cookies carry, while the person is still let in with that version of them. */
export async function findSession(runtime: WebRuntime, cookies: string | null): Promise<Session | undefined> {
  const token = findCookie(cookies, sessionCookieName(runtime.isHttps))
  if (!token) return undefined
  const claims = await readSessionToken(token, runtime.authSecret, runtime.clock.nowMs())
  if (!claims) return undefined
  return checkSession(runtime, claims)
}

/** The same with claims that were read before; long-lived streams ask again and again. */
export async function checkSession(runtime: WebRuntime, claims: SessionClaims): Promise<Session | undefined> {
  const user = await runtime.sessionUsers.find(claims.sub)
  if (!user || user.disabledAtMs !== null || user.sessionVersion !== claims.sessionVersion) return undefined
  return { user, claims }
}

/** A fresh cookie for a session in use, when it is due; undefined when it is not. */
export async function renewedCookie(runtime: WebRuntime, session: Session): Promise<string | undefined> {
  if (!isDueForRenewal(session.claims, runtime.clock.nowMs())) return undefined
  return cookieFor(runtime, session.claims)
}

/** For the one browser that changed its own password: the session it holds has just ended. */
export function cookieOfNewVersion(runtime: WebRuntime, session: Session, version: number): Promise<string> {
  return cookieFor(runtime, { ...session.claims, sessionVersion: version })
}

async function cookieFor(runtime: WebRuntime, claims: SessionClaims): Promise<string> {
  const { sub, sessionVersion, signedInAtMs } = claims
  const token = await writeSessionToken({ sub, sessionVersion, signedInAtMs }, runtime.authSecret)
  return sessionCookieHeader(token, runtime.isHttps)
}
