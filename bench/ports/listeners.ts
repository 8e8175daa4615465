import { createServer } from 'node:net'

/** Listens on the ports in LISTENER_PORTS, at every address, until its parent ends. Says `ready` when all do. */
const ports = (process.env.LISTENER_PORTS ?? '').split(',').map(Number)

await Promise.all(
  ports.map(
    (port) =>
      new Promise<void>((resolve, reject) => {
        const server = createServer((socket) => socket.on('error', () => socket.destroy()).destroy())
        server.once('error', reject)
        server.listen({ port, host: '0.0.0.0', backlog: 4_096 }, resolve)
      }),
  ),
)
console.log('ready')
