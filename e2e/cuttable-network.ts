import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { Socket } from 'node:net'

export interface CuttableNetwork {
  /** The proxy through which a browser reaches everything. */
  readonly server: string
  /** Ends what is open and refuses what is asked for. */
  cut(): void
  mend(): void
  close(): Promise<void>
}

/** A way from the browser to the console that can be cut, open streams included, as a pulled cable does. */
export async function openCuttableNetwork(): Promise<CuttableNetwork> {
  const sockets = new Set<Socket>()
  let isCut = false
  const proxy = createServer((asked, answer) => {
    const { url = '', method = 'GET', headers } = asked
    const onward = request(url, { method, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers)
      reply.pipe(answer)
    })
    onward.on('error', () => answer.destroy())
    answer.on('close', () => onward.destroy())
    asked.pipe(onward)
  })
  proxy.on('connection', (socket) => {
    if (isCut) socket.destroy()
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = proxy.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
  const endAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    server: `http://127.0.0.1:${address.port}`,
    cut: () => {
      isCut = true
      endAll()
    },
    mend: () => {
      isCut = false
    },
    close: async () => {
      proxy.close()
      endAll()
      await once(proxy, 'close')
    },
  }
}
