import { type ConnectionOptions, connect, createSecureContext, type TLSSocket } from 'node:tls'
import type { ProbeContext } from '@/lib/core/probes/probe-definition'
import { DEADLINE, errorCode, failed, type ProbeFailure } from '../failure'
import type { Trust } from '../wire/trust'

export interface Endpoint {
  readonly host: string
  readonly port: number
  readonly trust: Trust
}

export interface Offer {
  readonly minVersion: NonNullable<ConnectionOptions['minVersion']>
  readonly maxVersion: NonNullable<ConnectionOptions['maxVersion']>
  readonly ciphers: string
  readonly requestOCSP?: boolean
}

export interface Taken<T> {
  readonly outcome: 'taken'
  readonly value: T
}

/**
 * Offers exactly this in one handshake, verifying nothing; what the server took is read off the socket, which is
 * closed then. A server that ends the handshake has refused the offer: a failure of the stage `tls`.
 */
export function offer<T>(
  { host, port, trust }: Endpoint,
  offered: Offer,
  context: Pick<ProbeContext, 'signal'>,
  read: (socket: TLSSocket, stapled: boolean | null) => T,
): Promise<Taken<T> | ProbeFailure> {
  const startedMs = performance.now()
  return new Promise((done, fail) => {
    const socket = connect({
      host,
      port,
      secureContext: contextOf(trust, offered),
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
      requestOCSP: offered.requestOCSP ?? false,
      ...(trust.servername === undefined ? {} : { servername: trust.servername }),
    })
    let stapled: boolean | null = offered.requestOCSP ? false : null
    const finish = (result: Taken<T> | ProbeFailure) => {
      context.signal.removeEventListener('abort', onAbort)
      socket.destroy()
      done(result)
    }
    const stage = () => (socket.connecting ? 'connect' : 'tls')
    const onAbort = () => finish(failed(stage(), DEADLINE, performance.now() - startedMs))
    const onError = (code: string) => finish(failed(stage(), code, performance.now() - startedMs))
    socket.on('error', (error) => onError(errorCode(error)))
    socket.on('close', () => onError('ECONNRESET'))
    socket.on('OCSPResponse', (response: Buffer | null) => {
      stapled = response !== null && response.length > 0
    })
    // Thrown out of a listener, an error would end the process.
    socket.on('secureConnect', () => {
      try {
        finish({ outcome: 'taken', value: read(socket, stapled) })
      } catch (error) {
        socket.destroy()
        fail(error)
      }
    })
    if (context.signal.aborted) onAbort()
    else context.signal.addEventListener('abort', onAbort)
  })
}

/** Old protocols and weak ciphers are offered on purpose: whether a server takes them is the question. */
function contextOf({ caPem }: Trust, { minVersion, maxVersion, ciphers }: Offer) {
  const ca = caPem === undefined ? {} : { ca: caPem }
  return createSecureContext({ ...ca, minVersion, maxVersion, ciphers: `${ciphers}:@SECLEVEL=0` })
}
