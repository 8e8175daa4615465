import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { expect, test } from 'vitest'
import { dropUnheardErrors } from './socket'

test('an error that reaches an encrypted socket without listeners ends no process', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  await once(socket, 'connect')
  dropUnheardErrors(socket)
  const heard: Error[] = []
  socket.on('error', (error) => {
    heard.push(error)
    encrypted.removeAllListeners()
  })
  const encrypted = connectTls({ socket })
  encrypted.on('error', (error) => heard.push(error))
  const broken = new Error('write ECONNRESET')
  const closed = once(socket, 'close')
  socket.destroy(broken)
  await closed
  expect(heard).toEqual([broken])
  server.close()
})
