import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { expect, test } from 'vitest'
import { keepDeafTlsHarmless } from './tls-listeners'

keepDeafTlsHarmless()

async function connected(onPeer: (peer: Socket) => void = () => undefined) {
  const server = createServer(onPeer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  await once(socket, 'connect')
  return { server, socket }
}

test('an error that reaches an encrypted socket without listeners ends no process', async () => {
  const { server, socket } = await connected()
  const heard: Error[] = []
  socket.on('error', (error) => {
    heard.push(error)
    encrypted.removeAllListeners()
  })
  const encrypted = connectTls({ socket })
  encrypted.on('error', (error) => heard.push(error))
  const broken = new Error('write ECONNRESET')
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.destroy(broken)
  await closed
  expect(heard).toEqual([broken])
  server.close()
})

test('a peer that hangs up in the handshake ends no process, though the socket was made deaf at its end', async () => {
  const { server, socket } = await connected((peer) => peer.end())
  const encrypted = connectTls({ socket })
  const heard: unknown[] = []
  encrypted.on('error', (error) => heard.push(error))
  encrypted.on('end', () => {
    encrypted.removeAllListeners()
    encrypted.destroy()
  })
  await once(socket, 'close')
  await new Promise((resolve) => setImmediate(resolve))
  expect([heard, encrypted.destroyed]).toEqual([[], true])
  server.close()
})

test('a socket that somebody still listens to keeps its listeners as they are', () => {
  const socket = connectTls({ socket: connect({ port: 1, host: '127.0.0.1', lookup: () => undefined }) })
  const heard = () => undefined
  socket.on('error', heard)
  socket.removeAllListeners('data')
  expect(socket.listeners('error')).toContain(heard)
  socket.destroy()
})
