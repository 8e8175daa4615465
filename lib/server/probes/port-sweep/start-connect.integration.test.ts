import { type AddressInfo, createServer, type Server } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startConnect, startSocket } from './start-connect'

let ipv4: Server
let ipv6: Server
let closedPort: number

function listen(host: string): Promise<Server> {
  const server = createServer((socket) => socket.on('error', () => socket.destroy()).end())
  return new Promise((resolve) => server.listen(0, host, () => resolve(server)))
}

const portOf = (server: Server) => (server.address() as AddressInfo).port

beforeAll(async () => {
  ipv4 = await listen('127.0.0.1')
  ipv6 = await listen('::1')
  const gone = await listen('127.0.0.1')
  closedPort = portOf(gone)
  await new Promise((resolve) => gone.close(resolve))
})
afterAll(() => {
  ipv4.close()
  ipv6.close()
})

const ways = [
  { way: "Node's own handle", start: startConnect },
  { way: 'a whole socket', start: startSocket },
]

it.each(ways)('by $way an open port, and a closed one are told apart', async ({ start }) => {
  const ask = (address: string, port: number) =>
    new Promise((resolve) => {
      const answered = (errorName: string | null) => {
        connection.close()
        resolve(errorName)
      }
      const connection = start({ address, port }, { answered })
    })
  expect(await ask('127.0.0.1', portOf(ipv4))).toBeNull()
  expect(await ask('::1', portOf(ipv6))).toBeNull()
  expect(await ask('127.0.0.1', closedPort)).toBe('ECONNREFUSED')
  expect(await ask('::1', closedPort)).toBe('ECONNREFUSED')
})

it.each(ways)('by $way nothing is told after it was closed', async ({ start }) => {
  let told = 0
  const answered = () => {
    told++
  }
  const connection = start({ address: '127.0.0.1', port: closedPort }, { answered })
  connection.close()
  connection.close()
  await new Promise((resolve) => start({ address: '127.0.0.1', port: closedPort }, { answered: resolve }))
  expect(told).toBe(0)
})
