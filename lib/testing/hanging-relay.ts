import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface HangingRelay {
  readonly port: number
  /** From now on nothing is passed on, and every connection stays open: what a server that hangs looks like. */
  hang(): void
  close(): Promise<void>
}

/** A way to a real server that can fall silent. */
export async function openHangingRelay(server: {
  readonly host: string
  readonly port: number
}): Promise<HangingRelay> {
  const sockets = new Set<Socket>()
  let isHung = false
  const keep = (socket: Socket, other: Socket) => {
    sockets.add(socket)
    socket.on('data', (data) => {
      if (!isHung) other.write(data)
    })
    socket.on('error', () => other.destroy())
    socket.once('close', () => {
      sockets.delete(socket)
      other.destroy()
    })
  }
  const relay = createServer((near) => {
    const far = connect(server)
    keep(near, far)
    keep(far, near)
  })
  relay.listen(0, '127.0.0.1')
  await once(relay, 'listening')
  const address = relay.address()
  if (address === null || typeof address === 'string') throw new Error('the relay has no port')
  return {
    port: address.port,
    hang: () => {
      isHung = true
    },
    close: async () => {
      relay.close()
      for (const socket of sockets) socket.destroy()
      await once(relay, 'close')
    },
  }
}
