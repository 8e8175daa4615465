import { connect, type Socket } from 'node:net'
import type { HeldConnection, ProbeContext } from '@/lib/core/probes/probe-definition'
import { DEADLINE, errorCode, failed, type ProbeFailure } from '../failure'

export interface SocketAddress {
  readonly host: string
  readonly port: number
}

/** A Unix socket of this machine. */
export interface SocketPath {
  readonly path: string
}

export interface Connected {
  readonly outcome: 'connected'
  /** Stays open; the caller destroys it, at the latest when the context's signal aborts. */
  readonly socket: Socket
  readonly connectMs: number
}

/** Opens a TCP connection, or one to a Unix socket, before the deadline of the probe; leaves no socket behind when it fails. */
export function openSocket(
  address: SocketAddress | SocketPath,
  context: Pick<ProbeContext, 'signal'>,
): Promise<Connected | ProbeFailure> {
  const startedMs = performance.now()
  return new Promise((done) => {
    const socket = connect(
      'path' in address ? address : { host: address.host, port: address.port, noDelay: true },
    )
    const finish = (result: Connected | ProbeFailure) => {
      context.signal.removeEventListener('abort', onAbort)
      socket.removeListener('connect', onConnect)
      if (result.outcome === 'failed') socket.destroy()
      done(result)
    }
    const onAbort = () => finish(failed('connect', DEADLINE, performance.now() - startedMs))
    const onConnect = () => finish({ outcome: 'connected', socket, connectMs: performance.now() - startedMs })
    // Stays on the socket: an error without a listener would end the process.
    socket.on('error', (error) => finish(connectFailure(error, performance.now() - startedMs)))
    socket.on('connect', onConnect)
    if (context.signal.aborted) onAbort()
    else context.signal.addEventListener('abort', onAbort)
  })
}

function connectFailure(error: Error, afterMs: number): ProbeFailure {
  const isLookup = 'syscall' in error && error.syscall === 'getaddrinfo'
  return failed(isLookup ? 'resolve' : 'connect', errorCode(error), afterMs)
}

/** Keeps an idle socket so that its end tells of the peer's. What the peer sends meanwhile is thrown away. */
export function heldSocket(socket: Socket): HeldConnection<Socket> {
  return {
    value: socket,
    close: () => socket.destroy(),
    onBreak: (listener) => {
      const report = () => listener('broke the connection that was held open')
      if (socket.destroyed || socket.readableEnded) queueMicrotask(report)
      socket.once('end', report)
      socket.once('close', report)
      socket.resume()
    },
  }
}
