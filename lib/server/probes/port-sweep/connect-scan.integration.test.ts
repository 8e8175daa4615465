import { createServer, type Server } from 'node:net'
import { afterEach, expect, it, vi } from 'vitest'
import { listenDeaf } from '@/lib/testing/deaf-port'
import { connectScan } from './connect-scan'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function listen(): Promise<number> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.resume()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => new Promise((resolve) => server.close(resolve)))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const port = await listen()
  await closers.pop()?.()
  return port
}

const forLong = () => AbortSignal.timeout(20_000)

it('tells an open port from one that refuses and from one that stays silent', async () => {
  const deaf = await listenDeaf('127.0.0.1', 0)
  closers.push(() => deaf.close())
  const open = await listen()
  const closed = await freePort()
  const pairs = [open, closed, deaf.port].map((port) => ({ address: '127.0.0.1', port }))
  const { sightings, undecided } = await connectScan(pairs, { signal: forLong(), timeoutMs: 200 })
  const said = Object.fromEntries(sightings.map(({ port, state, reason }) => [port, `${state} ${reason}`]))
  expect(said).toEqual({
    [open]: 'open syn-ack',
    [closed]: 'closed conn-refused',
    [deaf.port]: 'filtered no-response',
  })
  expect(undecided).toEqual([])
})

it('says nothing of what its deadline left undecided', async () => {
  const deaf = await listenDeaf('127.0.0.1', 0)
  closers.push(() => deaf.close())
  const pairs = [{ address: '127.0.0.1', port: deaf.port }]
  const scan = await connectScan(pairs, { signal: AbortSignal.timeout(100), timeoutMs: 5_000 })
  expect(scan).toEqual({ sightings: [], undecided: pairs })
})

it('decides each of thousands of pairs once, however few it may ask of a host at a time', async () => {
  const open = await listen()
  const addresses = ['127.0.0.1', '127.0.0.2']
  const pairs = addresses.flatMap((address) =>
    Array.from({ length: 1_500 }, (_, index) => ({ address, port: open - 700 + index })),
  )
  const { sightings, undecided } = await connectScan(pairs, { signal: forLong(), mostPerHost: 8 })
  expect(undecided).toEqual([])
  const asked = new Set(sightings.map(({ address, port }) => `${address}:${port}`))
  expect(asked.size).toBe(pairs.length)
  expect(sightings).toHaveLength(pairs.length)
  expect(sightings.find(({ address, port }) => address === '127.0.0.1' && port === open)?.state).toBe('open')
})

it('leaves no connection behind', async () => {
  const port = await listen()
  const before = openSockets()
  await connectScan([{ address: '127.0.0.1', port }], { signal: forLong() })
  await vi.waitFor(() => expect(openSockets()).toBeLessThanOrEqual(before))
})

function openSockets(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length
}
