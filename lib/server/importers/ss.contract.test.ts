import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureDebianTools, type RunTool } from '@/lib/testing/debian-tools'
import { ssImporter } from './ss.importer'

let tool: RunTool
let tcp: Server
let everywhere: Server
let udp: Socket

beforeAll(async () => {
  tool = await ensureDebianTools()
  tcp = createServer().listen(0, '127.0.0.1')
  everywhere = createServer().listen(0, '::')
  udp = createSocket('udp6').bind(0, '::1')
  await Promise.all([tcp, everywhere, udp].map((socket) => once(socket, 'listening')))
})
afterAll(() => {
  tcp.close()
  everywhere.close()
  udp.close()
})

const portOf = (socket: { address(): unknown }) => (socket.address() as AddressInfo).port

async function listed(...options: readonly string[]) {
  const { code, output, errors } = await tool('ss', options)
  if (code !== 0) throw new Error(errors)
  const { effect, notUnderstood } = ssImporter.read(output, { node: 'web-1', file: 'ss.txt', zone: null })
  expect(notUnderstood).toEqual([])
  if (effect?.type !== 'facts') throw new Error('no facts')
  return { output, sockets: effect.facts.filter((fact) => fact.kind === 'socket') }
}

describe.each(['-tulpn', '-tulpnH', '-tulpnO', '-tulpne', '-aputn'])('what ss %s prints', (options) => {
  it('is understood to the last line, with our own sockets and their process', async () => {
    const { sockets } = await listed(options)
    const found = (transport: string, port: number) =>
      sockets
        .filter((socket) => socket.transport === transport && socket.port === port)
        .map(({ localAddress, process }) => [localAddress, process !== null])
    expect(found('tcp', portOf(tcp))).toEqual([['127.0.0.1', true]])
    expect(found('udp', portOf(udp))).toEqual([['::1', true]])
    expect(found('tcp', portOf(everywhere))).toEqual([
      ['0.0.0.0', true],
      ['::', true],
    ])
  })
})

it('without -p the sockets are known and their processes are not', async () => {
  const { sockets } = await listed('-tuln')
  const own = sockets.find(({ port, transport }) => port === portOf(tcp) && transport === 'tcp')
  expect(own).toMatchObject({ localAddress: '127.0.0.1', process: null })
})
