import { type Actor, type Role, roleIncludes } from '@/lib/core/auth/role'
import { AppError } from '@/lib/core/errors/app-error'
import { findTokenByHash, type TokenRecord, touchToken } from '@/lib/server/repositories/token.repository'
import type { WebRuntime } from '@/lib/server/runtime'
import { hashApiToken, isApiToken } from './api-token'
import { checkSession, findSession, type Session } from './session'
import { SESSION_LONGEST_MS } from './session-token'

export interface Caller {
  readonly actor: Actor
  /** Present when the cookie spoke for them: then the browser may be acting for another site. */
  readonly session: Session | undefined
  readonly mustChangePassword: boolean
}

const TOUCH_EVERY_MS = 60_000

/** Who calls: by bearer token, else by the session cookie. Throws `unauthenticated` when by neither. */
export async function authenticate(runtime: WebRuntime, headers: Headers): Promise<Caller> {
  const authorization = headers.get('authorization')
  if (authorization !== null) return authenticateBearer(runtime, authorization)
  const session = await findSession(runtime, headers.get('cookie'))
  if (!session) throw new AppError('unauthenticated', 'Sign in, or send an API token.')
  const { id, email, role, mustChangePassword } = session.user
  return { actor: { type: 'user', id, email, role }, session, mustChangePassword }
}

async function authenticateBearer(runtime: WebRuntime, authorization: string): Promise<Caller> {
  const [scheme = '', value = ''] = authorization.split(' ')
  const isWellFormed = scheme.toLowerCase() === 'bearer' && isApiToken(value)
  const token = isWellFormed ? await findTokenByHash(runtime.database, hashApiToken(value)) : undefined
  const nowMs = runtime.clock.nowMs()
  if (!token || !isInForce(token, nowMs)) {
    throw new AppError('unauthenticated', 'This token is not known, has expired or was revoked.')
  }
  if (nowMs - (token.lastUsedAtMs ?? 0) > TOUCH_EVERY_MS) {
    await touchToken(runtime.database, token.id, new Date(nowMs))
  }
  const actor = { type: 'token', id: token.id, name: token.name, role: effectiveRole(token) } as const
  return { actor, session: undefined, mustChangePassword: false }
}

function isInForce(token: TokenRecord, nowMs: number): boolean {
  return token.revokedAtMs === null && token.expiresAtMs > nowMs && !token.owner.isDisabled
}

/** A token never does more than the person who made it may do today. */
function effectiveRole(token: TokenRecord): Role {
  return roleIncludes(token.owner.role, token.role) ? token.role : token.owner.role
}

/** Whether a caller who came in a while ago would be let in now; true while the database cannot say. */
export async function stillAuthenticated(
  runtime: WebRuntime,
  caller: Caller,
  headers: Headers,
): Promise<boolean> {
  try {
    if (!caller.session) return (await authenticate(runtime, headers)).actor.role === caller.actor.role
    const isRecent = runtime.clock.nowMs() - caller.session.claims.signedInAtMs < SESSION_LONGEST_MS
    return isRecent && (await checkSession(runtime, caller.session.claims)) !== undefined
  } catch (error) {
    return !(error instanceof AppError && error.code === 'unauthenticated')
  }
}
