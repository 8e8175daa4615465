import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { AppError } from '@/lib/core/errors/app-error'
import { createSharedLooks } from '@/lib/server/runbooks/engine/shared-looks'
import { testActionContext } from '@/lib/testing/action-context'
import { openCloudflare } from './client'
import { readSecurityLevel } from './security-level'

let server = createServer()
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

/** Answers each request by what the handler says of how many there were. */
async function serve(answer: (asked: number) => { status: number; body: object; headers?: object }) {
  let asked = 0
  server = createServer((_, response) => {
    asked += 1
    const { status, body, headers } = answer(asked)
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify({ success: status < 300, errors: [], messages: [], result: null, ...body }))
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
    requestsPerFiveMinutes: 10,
  }
  return { settings, asked: () => asked }
}

it('an API that asks to wait is asked once, and how long it asks for is said at once', async () => {
  const errors = [{ code: 971, message: 'Please wait and consider throttling your request speed' }]
  const api = await serve(() => ({ status: 429, body: { errors }, headers: { 'retry-after': '287' } }))
  const context = testActionContext({ timeoutMs: 5_000, connectors: { cloudflare: api.settings } })
  const failure = await readSecurityLevel(await openCloudflare(context, 'cloudflare')).catch(
    (error: unknown) => error,
  )
  expect(failure).toBeInstanceOf(AppError)
  expect((failure as AppError).message).toBe(
    'Cloudflare: reading the security level: too many requests; it asks to wait 287 s',
  )
  expect(api.asked()).toBe(1)
})

it('with the budget used up a question waits for its turn when that comes soon, and is refused when not', async () => {
  const result = { id: 'security_level', value: 'high', editable: true }
  const api = await serve(() => ({ status: 200, body: { result } }))
  const startedMs = performance.now()
  let nowMs = 0
  const made = testActionContext({ timeoutMs: 5_000, connectors: { cloudflare: api.settings } })
  const context = { ...made, nowMs: () => nowMs + performance.now() - startedMs }
  const zone = await openCloudflare(context, 'cloudflare')
  // Half of ten at once, and then one in a minute.
  for (let asked = 0; asked < 5; asked += 1) await readSecurityLevel(zone)
  await expect(readSecurityLevel(zone)).rejects.toThrow('our own budget of Cloudflare requests is used up')
  expect(api.asked()).toBe(5)
  nowMs = 59_800
  await readSecurityLevel(zone)
  expect(api.asked()).toBe(6)
})

it('evaluations share what they look at; a run looks anew, and has what they may not ask for', async () => {
  const result = { id: 'security_level', value: 'high', editable: true }
  const api = await serve(() => ({ status: 200, body: { result } }))
  const run = { ...testActionContext({ timeoutMs: 5_000, connectors: { cloudflare: api.settings } }) }
  const nowMs = () => 0
  const evaluation = { ...run, nowMs, looks: createSharedLooks({ nowMs }) }
  const [first, second, own] = await Promise.all(
    [evaluation, evaluation, { ...run, nowMs }].map((context) => openCloudflare(context, 'cloudflare')),
  )
  if (!first || !second || !own) throw new Error('not opened')
  await Promise.all([readSecurityLevel(first), readSecurityLevel(second)])
  expect(api.asked()).toBe(1)
  await readSecurityLevel(own)
  expect(api.asked()).toBe(2)
  // Of five at once two are left to runs.
  const others = ['the zone', 'the pools'].map((what) =>
    first.look(`reading ${what}`, (client, options) => client.zones.get(first.zone, options)),
  )
  const outcomes = await Promise.allSettled(others)
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  await readSecurityLevel(own)
  await readSecurityLevel(own)
  expect(api.asked()).toBe(5)
})
