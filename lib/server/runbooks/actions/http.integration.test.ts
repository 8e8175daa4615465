import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { testActionContext } from '@/lib/testing/action-context'
import { httpAction as action } from './http.action'

interface Seen {
  readonly line: string
  readonly body: string
  readonly token: string | undefined
}
let seen: Seen[] = []
let isDone = false
let port = 0

/** A server of somebody else: it keeps what it was told, and says so when asked. */
const server = createServer(async (incoming, outgoing) => {
  const { method, url = '' } = incoming
  seen.push({ line: `${method} ${url}`, body: await textOf(incoming), token: incoming.headers.authorization })
  if (url.startsWith('/drain/')) isDone = true
  if (url === '/moved') outgoing.writeHead(302, { location: '/drain/elsewhere' }).end()
  else if (url === '/refuse') outgoing.writeHead(409).end('busy')
  else if (url === '/long') outgoing.end('x'.repeat(100_000))
  else if (url === '/echo') outgoing.end(incoming.headers.authorization)
  else if (url === '/silence') return
  else outgoing.end(JSON.stringify({ drained: isDone }))
})

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  seen = []
  isDone = false
})

function context(options: Parameters<typeof testActionContext>[0] = {}, secret = 'very-secret') {
  const simple = (name: string) => ({ name, title: name, method: 'GET', path: `/${name}` })
  const drain = {
    name: 'drain',
    title: 'Drain a host',
    method: 'POST',
    path: '/drain/{host}',
    body: { host: '{host}', hard: false, tags: ['{host}'] },
    parameters: { host: { pattern: '[a-z0-9./? -]+' } },
    verify: { path: '/state', expectText: '"drained":true' },
  }
  const wipe = { ...simple('wipe'), method: 'DELETE', isDestructive: true }
  const http = {
    ...{ scheme: 'http', host: '127.0.0.1', port, timeoutMs: 500, maxAnswerBytes: 20 },
    bearerToken: 'file:token',
    requests: [drain, wipe, ...['moved', 'refuse', 'long', 'echo', 'silence'].map(simple)],
  }
  return { ...testActionContext({ connectors: { http }, ...options }), secret: async () => secret }
}

const step = (request: string, more: object = {}) => action.settings.parse({ request, ...more })
const drainWeb = step('drain', { values: { host: 'web-1' } })

it('sends the declared request with its token, and reads the effect back from the server', async () => {
  const held = context()
  expect((await action.describe(drainWeb, held)).commands[0]).toContain('/drain/web-1 {"host":"web-1"')
  expect((await action.execute(drainWeb, held)).changed).toBe(true)
  expect(seen).toEqual([
    {
      line: 'POST /drain/web-1',
      body: '{"host":"web-1","hard":false,"tags":["web-1"]}',
      token: 'Bearer very-secret',
    },
  ])
  expect((await action.verify(drainWeb, held)).map(({ outcome }) => outcome)).toEqual(['passed', 'passed'])
  isDone = false
  expect((await action.verify(drainWeb, held)).map(({ outcome }) => outcome)).toEqual(['passed', 'failed'])
})

it('is sent once in a run; cut off in its middle, it is left to a person', async () => {
  const held = context()
  await action.execute(drainWeb, held)
  expect((await action.execute(drainWeb, held)).changed).toBe(false)
  for (const key of held.memory.keys()) held.memory.set(key, { state: 'begun' })
  await expect(action.execute(drainWeb, held)).rejects.toMatchObject({ code: 'conflict' })
  expect(seen).toHaveLength(1)
})

it('a value stays one part of the path', async () => {
  await action.execute(step('drain', { values: { host: 'a/../b?c' } }), context())
  expect(seen[0]?.line).toBe('POST /drain/a%2F..%2Fb%3Fc')
  await expect(action.execute(step('drain', { values: { host: '..' } }), context())).rejects.toMatchObject({
    code: 'bad-input',
  })
  expect(seen).toHaveLength(1)
})

it('refuses a redirect and goes nowhere else', async () => {
  await expect(action.execute(step('moved'), context())).rejects.toThrow('it answered 302: a redirect')
  expect(seen.map(({ line }) => line)).toEqual(['GET /moved'])
})

it('an unexpected status fails with the answer, silence at the deadline', async () => {
  await expect(action.execute(step('refuse'), context())).rejects.toThrow('it answered 409: busy')
  await expect(action.execute(step('silence'), context())).rejects.toThrow('no answer in time')
})

it('keeps only so much of the answer as is declared, and never the token', async () => {
  const long = await action.execute(step('long'), context())
  expect(long.evidence[0]?.value).toBe(`200: ${'x'.repeat(20)}…`)
  const echo = await action.execute(step('echo'), context())
  expect(echo.evidence[0]?.value).toBe('200: Bearer •••')
})

it.each([
  ['a destructive request of a step that does not say so', step('wipe')],
  ['a request that is not declared', step('reboot')],
  ['a value that does not match', step('drain', { values: { host: 'WEB' } })],
])('refuses %s before anything is sent', async (_what, asked) => {
  const held = context()
  expect(await action.preflight(asked, held)).toMatchObject([{ outcome: 'failed' }])
  await expect(action.execute(asked, held)).rejects.toMatchObject({ code: 'bad-input' })
  expect(seen).toEqual([])
})

async function textOf(incoming: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of incoming) text += part
  return text
}
