import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { ProbeContext } from '@/lib/core/probes/probe-definition'
import { exchangeHttp } from './http-exchange'

const sockets = new Set<Socket>()
let server: Server | undefined

afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  await new Promise((done) => (server ? server.close(done) : done(undefined)))
  server = undefined
})

/** A server that does with each connection what the test says. */
async function serve(onConnection: (socket: Socket) => void): Promise<number> {
  const listening = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    onConnection(socket)
  })
  server = listening
  await new Promise<void>((done) => listening.listen(0, '127.0.0.1', done))
  const address = listening.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address.port
}

function contextOf(timeoutMs: number): ProbeContext {
  return {
    signal: AbortSignal.timeout(timeoutMs),
    timeoutMs,
    nowMs: () => Date.now(),
    secret: () => Promise.reject(new Error('no secrets here')),
    held: () => Promise.reject(new Error('nothing is held here')),
    dropHeld: () => undefined,
  }
}

function ask(port: number, timeoutMs = 2_000) {
  const request = { host: '127.0.0.1', port, method: 'GET', path: '/health', maxBodyBytes: 100 } as const
  return exchangeHttp(request, contextOf(timeoutMs))
}

describe('one HTTP exchange', () => {
  it('sends one request that ends the connection, and gives the answer', async () => {
    let request = ''
    const port = await serve((socket) => {
      socket.on('data', (bytes) => {
        request += bytes.toString()
        socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
      })
    })
    expect(await ask(port)).toMatchObject({ outcome: 'answered', status: 200, body: 'ok' })
    expect(request.split('\r\n')).toEqual([
      'GET /health HTTP/1.1',
      `Host: 127.0.0.1:${port}`,
      'User-Agent: switchyard',
      'Accept: */*',
      'Connection: close',
      '',
      '',
    ])
  })

  it('does not wait for a peer that keeps the connection open after its answer', async () => {
    const port = await serve((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'))
    expect(await ask(port)).toMatchObject({ outcome: 'answered', body: 'ok' })
  })

  it('stops reading a body without end', async () => {
    const port = await serve((socket) => {
      const flood = () => socket.write('x'.repeat(10_000), () => socket.writable && setImmediate(flood))
      socket.write('HTTP/1.1 200 OK\r\n\r\n', flood)
    })
    const answer = await ask(port)
    expect(answer).toMatchObject({ outcome: 'answered', isTruncated: true, body: 'x'.repeat(100) })
  })

  it.each<[string, (socket: Socket) => void, string, string]>([
    ['says nothing', () => undefined, 'answer', 'EDEADLINE'],
    ['stops in its headers', (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-'), 'answer', 'EDEADLINE'],
    [
      'stops in its body',
      (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab'),
      'answer',
      'EDEADLINE',
    ],
    ['hangs up', (socket) => socket.end(), 'answer', 'ECONNRESET'],
    [
      'hangs up in its answer',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab'),
      'answer',
      'EMALFORMED',
    ],
    ['speaks something else', (socket) => socket.write('220 mail.example ESMTP\r\n'), 'answer', 'EMALFORMED'],
  ])('gives a failure, and closes, when the peer %s', async (_case, onConnection, stage, code) => {
    const closed = Promise.withResolvers<void>()
    const port = await serve((socket) => {
      socket.on('close', () => closed.resolve())
      socket.resume()
      onConnection(socket)
    })
    expect(await ask(port, 200)).toMatchObject({ outcome: 'failed', stage, code })
    await closed.promise
  })

  it('gives a failure when nobody listens', async () => {
    const port = await serve(() => undefined)
    await new Promise((done) => server?.close(done))
    server = undefined
    expect(await ask(port)).toMatchObject({ outcome: 'failed', stage: 'connect', code: 'ECONNREFUSED' })
  })
})
