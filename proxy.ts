import { type NextRequest, NextResponse } from 'next/server'
import { callbackPath } from '@/lib/core/auth/callback-path'
import { sessionCookieName } from '@/lib/server/auth/session-cookie'
import { readSessionToken } from '@/lib/server/auth/session-token'
import { authSecret } from '@/lib/server/config/auth-secret'
import { isServedByHttps, publicOrigin } from '@/lib/server/config/public-origin'
import { contentSecurityPolicy, securityHeaders } from '@/lib/server/http/security-headers'

/** Pages only: the API checks and heads its own answers, and must not have its bodies buffered here. */
export const config = {
  matcher: '/((?!api/|_next/static/|_next/image|favicon|icon|healthz|readyz|metrics).*)',
}

/** Sends people without a session to the sign-in page, and gives every page its security headers. */
export default async function proxy(request: NextRequest): Promise<Response> {
  const isHttps = isServedByHttps()
  const { pathname, search } = request.nextUrl
  const isOpen = pathname === '/sign-in'
  const response =
    isOpen || (await hasSession(request, isHttps))
      ? page(request, isHttps)
      : toSignIn(request, pathname + search)
  for (const [name, value] of securityHeaders(isHttps)) response.headers.set(name, value)
  return response
}

/** A first look at the cookie alone; whether the person is still let in is asked by the page and the API. */
async function hasSession(request: NextRequest, isHttps: boolean): Promise<boolean> {
  const token = request.cookies.get(sessionCookieName(isHttps))?.value
  return token !== undefined && (await readSessionToken(token, authSecret(), Date.now())) !== undefined
}

/** To the origin that people use, or the one they asked when none is configured. */
function toSignIn(request: NextRequest, asked: string): Response {
  const target = new URL('/sign-in', publicOrigin() ?? request.nextUrl.origin)
  const path = callbackPath(asked)
  if (path !== '/') target.searchParams.set('callbackUrl', path)
  return NextResponse.redirect(target, 307)
}

/** Next reads the nonce from the request's policy and puts it on the scripts that it writes. */
function page(request: NextRequest, isHttps: boolean): Response {
  const nonce = btoa(crypto.randomUUID())
  const isDevelopment = process.env.NODE_ENV === 'development'
  const policy = contentSecurityPolicy(nonce, { isHttps, isDevelopment })
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  return response
}
