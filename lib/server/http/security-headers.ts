const always: readonly (readonly [string, string])[] = [
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'same-origin'],
  ['permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['x-frame-options', 'DENY'],
]

/** Headers that every answer carries, page or data. */
export function securityHeaders(isHttps: boolean): readonly (readonly [string, string])[] {
  if (!isHttps) return always
  return [...always, ['strict-transport-security', 'max-age=31536000; includeSubDomains']]
}

/**
 * What a page may load: our own files, and inline scripts that carry the nonce of this very answer. React Flow
 * places nodes with style attributes, so these are allowed; style elements need the nonce.
 */
export function contentSecurityPolicy(
  nonce: string,
  options: { isHttps: boolean; isDevelopment: boolean },
): string {
  const script = `'self' 'nonce-${nonce}' 'strict-dynamic'${options.isDevelopment ? " 'unsafe-eval'" : ''}`
  return [
    "default-src 'self'",
    `script-src ${script}`,
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(options.isHttps ? ['upgrade-insecure-requests'] : []),
  ].join('; ')
}
