import { AppError } from '@/lib/core/errors/app-error'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses a change that a browser sends with its cookie for another site. Browsers say by themselves where a
 * request comes from; one that says nothing is not trusted with a cookie.
 */
export function refuseCrossSite(request: Request, publicOrigin: string | undefined): void {
  if (safeMethods.has(request.method) || isSameOrigin(request, publicOrigin)) return
  throw new AppError('forbidden', 'This change came from another site, so it was not made.')
}

function isSameOrigin(request: Request, publicOrigin: string | undefined): boolean {
  const site = request.headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin') return false
  const origin = request.headers.get('origin')
  if (origin === null) return site === 'same-origin'
  if (origin === publicOrigin) return true
  const host = request.headers.get('host') ?? new URL(request.url).host
  return URL.canParse(origin) && new URL(origin).host === host
}
