import type { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { connect, createSecureContext, rootCertificates, type TLSSocket } from 'node:tls'
import type { ProbeContext } from '@/lib/core/probes/probe-definition'
import { DEADLINE, errorCode, failed, type ProbeFailure } from '../failure'
import { anchorFingerprints, type ServedCertificate, servedChain } from './served-chain'
import type { Trust } from './trust'

export interface Handshake {
  readonly outcome: 'shaken'
  readonly protocol: string
  readonly cipher: string
  /** As sent by the peer, leaf first; without the trusted root, which the peer need not send. */
  readonly chain: readonly ServedCertificate[]
  /** Why the chain is not trusted, as OpenSSL calls it; undefined when it is. */
  readonly trustError: string | undefined
  /** Wanted names that the leaf does not bear. */
  readonly missingNames: readonly string[]
  readonly handshakeMs: number
}

interface HandshakeOptions {
  readonly host: string
  readonly port: number
  readonly trust: Trust
  readonly names: readonly string[]
}

/** Shakes hands without refusing anything, so that what is wrong can be told; then closes. */
export function shakeHands(
  options: HandshakeOptions,
  context: ProbeContext,
): Promise<Handshake | ProbeFailure> {
  const startedMs = performance.now()
  return new Promise((done, fail) => {
    const socket = openTolerant(options)
    const finish = (result: Handshake | ProbeFailure) => {
      context.signal.removeEventListener('abort', onAbort)
      socket.destroy()
      done(result)
    }
    const elapsedMs = () => performance.now() - startedMs
    const stage = () => (socket.connecting ? 'connect' : 'tls')
    const onAbort = () => finish(failed(stage(), DEADLINE, elapsedMs()))
    socket.on('error', (error) => finish(failed(stageOf(error, stage()), errorCode(error), elapsedMs())))
    socket.on('close', () => finish(failed('tls', 'ECONNRESET', elapsedMs())))
    // Thrown out of a listener, an error would end the process.
    socket.on('secureConnect', () => {
      try {
        finish(handshakeOf(socket, options, elapsedMs()))
      } catch (error) {
        fail(error)
        socket.destroy()
      }
    })
    if (context.signal.aborted) onAbort()
    else context.signal.addEventListener('abort', onAbort)
  })
}

function stageOf(error: Error, stage: 'connect' | 'tls'): 'resolve' | 'connect' | 'tls' {
  if (!('syscall' in error)) return stage
  if (error.syscall === 'getaddrinfo') return 'resolve'
  return error.syscall === 'connect' ? 'connect' : stage
}

/** Old protocols are offered as well: a server that knows nothing newer is to be told of, not just refused. */
function openTolerant({ host, port, trust }: HandshakeOptions): TLSSocket {
  const ca = trust.caPem === undefined ? {} : { ca: trust.caPem }
  const secureContext = createSecureContext({ ...ca, minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' })
  const sni = trust.servername === undefined ? {} : { servername: trust.servername }
  return connect({
    host,
    port,
    secureContext,
    rejectUnauthorized: false,
    ...sni,
    checkServerIdentity: () => undefined,
  })
}

function handshakeOf(
  socket: TLSSocket,
  options: HandshakeOptions,
  handshakeMs: number,
): Handshake | ProbeFailure {
  const leaf = socket.getPeerX509Certificate()
  if (!leaf) return failed('tls', 'ENOCERT', handshakeMs, 'shows no certificate')
  const anchors = anchorFingerprints(options.trust.caPem ?? rootCertificates.join('\n'))
  return {
    outcome: 'shaken',
    protocol: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().standardName,
    chain: servedChain(leaf, anchors),
    trustError: trustErrorOf(socket),
    missingNames: [options.trust.checkedName, ...options.names].filter((name) => !bearsName(leaf, name)),
    handshakeMs,
  }
}

/** Node says an Error in its types and a code in fact. */
function trustErrorOf(socket: TLSSocket): string | undefined {
  if (socket.authorized) return undefined
  const error: unknown = socket.authorizationError
  return error instanceof Error ? errorCode(error) : String(error)
}

function bearsName(leaf: X509Certificate, name: string): boolean {
  if (isIP(name) !== 0) return leaf.checkIP(name) !== undefined
  return leaf.checkHost(name, { subject: 'never' }) !== undefined
}
