/** A base that no caller can name, so that whatever leaves it is seen. */
const base = 'https://same-origin.invalid'

/**
 * Where to go after sign-in: a path of this console, or `/` when what is asked for could lead elsewhere
 * (`//evil.example`, `/\evil.example`, `https:…`, control characters) or back to the sign-in page.
 */
export function callbackPath(asked: string | null | undefined): string {
  if (!asked?.startsWith('/') || /[\\\p{Cc}]/u.test(asked)) return '/'
  const url = URL.canParse(asked, base) ? new URL(asked, base) : undefined
  if (url?.origin !== base || url.pathname.startsWith('//')) return '/'
  if (url.pathname === '/sign-in' || url.pathname.startsWith('/api/')) return '/'
  return `${url.pathname}${url.search}${url.hash}`
}
