import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { AppError } from '@/lib/core/errors/app-error'
import { testActionContext } from '@/lib/testing/action-context'
import { openCloudflare } from './client'
import { readSecurityLevel } from './security-level'

const server = createServer()
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

it('an API that asks to wait is asked once, and how long it asks for is said at once', async () => {
  let asked = 0
  server.on('request', (_, response) => {
    asked += 1
    const errors = [{ code: 971, message: 'Please wait and consider throttling your request speed' }]
    response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '287' })
    response.end(JSON.stringify({ success: false, errors, messages: [], result: null }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  process.env.TEST_CLOUDFLARE_TOKEN = 'a token'
  const settings = {
    api: { scheme: 'http', host: '127.0.0.1', port },
    token: 'env:TEST_CLOUDFLARE_TOKEN',
    accountId: 'a'.repeat(32),
    zoneId: 'b'.repeat(32),
    zone: 'askproai.de',
    site: { host: '127.0.0.1', name: 'askproai.de' },
  }
  const context = testActionContext({ timeoutMs: 5_000, connectors: { cloudflare: settings } })
  const failure = await readSecurityLevel(await openCloudflare(context, 'cloudflare')).catch(
    (error: unknown) => error,
  )
  expect(failure).toBeInstanceOf(AppError)
  expect((failure as AppError).message).toBe(
    'Cloudflare: reading the security level: too many requests; it asks to wait 287 s',
  )
  expect(asked).toBe(1)
})
