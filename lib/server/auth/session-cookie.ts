import { SESSION_IDLE_SECONDS } from './session-token'

/** Over https the name itself makes browsers refuse a cookie that another host or plain http tries to set. */
export function sessionCookieName(isHttps: boolean): string {
  return isHttps ? '__Host-switchyard.session' : 'switchyard.session'
}

export const sessionCookieOptions = (isHttps: boolean) =>
  ({ httpOnly: true, sameSite: 'lax', path: '/', secure: isHttps }) as const

export function sessionCookieHeader(token: string, isHttps: boolean): string {
  const attributes = `Path=/; HttpOnly; SameSite=Lax; Max-Age=${SESSION_IDLE_SECONDS}`
  return `${sessionCookieName(isHttps)}=${token}; ${attributes}${isHttps ? '; Secure' : ''}`
}

export function findCookie(header: string | null, name: string): string | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
}
