import { createServer, type Server, type Socket } from 'node:net'

export interface Targets {
  readonly ports: readonly number[]
  /** Stops listening and ends what is connected, as a killed server would. */
  close(index: number): Promise<void>
  open(index: number): Promise<void>
  stop(): Promise<void>
}

/** Real TCP servers of this process, each on a port of its own. */
export async function startTargets(count: number): Promise<Targets> {
  const sockets = Array.from({ length: count }, () => new Set<Socket>())
  const servers = sockets.map((connected) => serve(connected))
  const ports = await Promise.all(servers.map((server) => listen(server, 0)))
  const close = (index: number) =>
    new Promise<void>((resolve) => {
      servers[index]?.close(() => resolve())
      for (const socket of sockets[index] ?? []) socket.resetAndDestroy()
    })
  return {
    ports,
    close,
    open: async (index) => {
      const server = servers[index]
      if (server) await listen(server, ports[index] ?? 0)
    },
    stop: async () => {
      const open = servers.map((server, index) => (server.listening ? close(index) : Promise.resolve()))
      await Promise.all(open)
    },
  }
}

function serve(connected: Set<Socket>): Server {
  return createServer((socket) => {
    connected.add(socket)
    socket.on('error', () => socket.destroy())
    socket.once('close', () => connected.delete(socket))
  })
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve(address && typeof address === 'object' ? address.port : 0)
    })
  })
}
