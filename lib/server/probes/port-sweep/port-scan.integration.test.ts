import { createServer } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { listenDeaf } from '@/lib/testing/deaf-port'
import { connectScan, type PortSighting } from './connect-scan'
import { portScan } from './port-scan'
import { ScanThread } from './scan-threads'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

const forLong = () => AbortSignal.timeout(20_000)
const pairsOf = (addresses: readonly string[], first: number, count: number) =>
  addresses.flatMap((address) =>
    Array.from({ length: count }, (_, index) => ({ address, port: first + index })),
  )

async function openPort(): Promise<number> {
  const server = createServer((socket) => socket.on('error', () => undefined).resume())
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
  closers.push(() => new Promise((resolve) => server.close(resolve)))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

it('says of thousands of pairs on many hosts, shared among threads, what one thread says of them', async () => {
  const open = await openPort()
  const hosts = ['127.0.0.21', '127.0.0.22', '127.0.0.23', '127.0.0.24']
  const pairs = [...pairsOf(hosts, open, 1), ...pairsOf(hosts, 2_000, 600)]
  const shared = await portScan(pairs, { signal: forLong() })
  const alone = await connectScan(pairs, { signal: forLong() })
  expect(shared.undecided).toEqual([])
  expect(inOrder(shared.sightings)).toEqual(inOrder(alone.sightings))
  expect(shared.sightings.filter(({ state }) => state === 'open').length).toBeGreaterThanOrEqual(4)
})

it('ends soon after its signal, and leaves no pair untold', async () => {
  const hosts = ['127.0.0.31', '127.0.0.32']
  const deaf = await Promise.all(hosts.map((host) => listenDeaf(host, 0)))
  closers.push(...deaf.map((each) => () => each.close()))
  const silent = deaf.map(({ port }, index) => ({ address: hosts[index] ?? '', port }))
  const pairs = [...silent, ...pairsOf(hosts, 2_000, 1_000)]
  const scan = await portScan(pairs, { signal: AbortSignal.timeout(2_000), timeoutMs: 15_000 })
  expect(scan.undecided).toEqual(expect.arrayContaining(silent))
  expect(scan.sightings.length + scan.undecided.length).toBe(pairs.length)
})

it('says nothing of the pairs of a thread that broke, and begins another', async () => {
  const deaf = await listenDeaf('127.0.0.41', 0)
  closers.push(() => deaf.close())
  const thread = new ScanThread()
  closers.push(() => thread.close())
  const silent = [{ address: '127.0.0.41', port: deaf.port }]
  const broken = thread.scan(silent, { timeoutMs: 15_000 }, forLong())
  await thread.close()
  expect(await broken).toEqual({ sightings: [], undecided: silent })
  const open = [{ address: '127.0.0.41', port: await openPort() }]
  const { sightings } = await thread.scan(open, {}, forLong())
  expect(sightings).toEqual([{ ...open[0], state: 'open', reason: 'syn-ack' }])
})

function inOrder(sightings: readonly PortSighting[]): readonly string[] {
  return sightings.map(({ address, port, state, reason }) => `${address} ${port} ${state} ${reason}`).sort()
}
