import { NextRequest } from 'next/server'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { writeSessionToken } from '@/lib/server/auth/session-token'
import proxy from './proxy'

const secret = 'a secret for tests alone, long enough'

beforeEach(() => {
  vi.stubEnv('NEXTAUTH_SECRET', secret)
  vi.stubEnv('NEXTAUTH_URL', 'https://console.example')
})
afterEach(() => {
  vi.unstubAllEnvs()
})

async function visit(path: string, signedInAtMs?: number) {
  const headers = new Headers()
  if (signedInAtMs !== undefined) {
    const claims = { sub: crypto.randomUUID(), sessionVersion: 1, signedInAtMs }
    headers.set('cookie', `__Host-switchyard.session=${await writeSessionToken(claims, secret)}`)
  }
  return proxy(new NextRequest(`https://console.example${path}`, { headers }))
}

describe('a page', () => {
  test('sends people without a session to sign in, and back to where they were going', async () => {
    const response = await visit('/topology?view=zones')
    expect(response.status).toBe(307)
    expect(response.headers.get('location')).toBe(
      'https://console.example/sign-in?callbackUrl=%2Ftopology%3Fview%3Dzones',
    )
  })

  test.each(['/sign-in', '/sign-in?callbackUrl=%2F'])('lets everybody see %s', async (path) => {
    expect((await visit(path)).headers.get('location')).toBeNull()
  })

  test('lets people with a session in, until it is twelve hours old', async () => {
    expect((await visit('/', Date.now())).headers.get('location')).toBeNull()
    expect((await visit('/', Date.now() - 12 * 3_600_000)).status).toBe(307)
  })

  test('runs no script but its own, named by a nonce that no two answers share', async () => {
    const policies = await Promise.all([visit('/', Date.now()), visit('/', Date.now())])
    const [one = '', other = ''] = policies.map(({ headers }) => headers.get('content-security-policy') ?? '')
    const script = one.split('; ').find((directive) => directive.startsWith('script-src')) ?? ''
    expect(script).toMatch(/'nonce-[\w+/=]{40,}'/)
    expect(script).not.toContain('unsafe')
    expect(one).not.toBe(other)
    expect(one).toContain("frame-ancestors 'none'")
  })

  test('is never framed, sniffed or loaded over plain http again', async () => {
    const { headers } = await visit('/sign-in')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('strict-transport-security')).toContain('max-age=31536000')
  })
})
