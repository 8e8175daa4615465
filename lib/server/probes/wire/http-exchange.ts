import { connect, type Socket } from 'node:net'
import { checkServerIdentity, connect as connectTls, type TLSSocket } from 'node:tls'
import type { ProbeContext } from '@/lib/core/probes/probe-definition'
import { DEADLINE, errorCode, failed, type ProbeFailure } from '../failure'
import { HttpResponseReader, MalformedAnswer } from './http-response'
import type { Trust } from './trust'

export interface HttpRequest {
  readonly host: string
  readonly port: number
  /** Present for HTTPS. */
  readonly trust?: Trust | undefined
  readonly method: 'GET' | 'HEAD'
  /** With its query; from `/` on. */
  readonly path: string
  /** The Host header; by default the name of the certificate, else host and port. */
  readonly hostHeader?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly maxBodyBytes: number
}

export interface HttpAnswer {
  readonly outcome: 'answered'
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
  /** The body was longer than asked for; `body` is its beginning. */
  readonly isTruncated: boolean
  readonly connectMs: number
  readonly responseMs: number
  /** `TLSv1.3`, for HTTPS. */
  readonly tlsProtocol?: string
}

/** Plain connections read into this one buffer: each read is copied out before the next can happen. */
const sharedReadBuffer = Buffer.allocUnsafe(64 * 1024)

/**
 * One request on one new connection, by hand on the socket: a fleet is mostly these, and an HTTP client costs
 * half as much CPU again. Redirects are not followed; the caller judges them.
 */
export function exchangeHttp(
  request: HttpRequest,
  context: ProbeContext,
): Promise<HttpAnswer | ProbeFailure> {
  return new Promise((done, fail) => {
    new Exchange(request, context, { done, fail }).start()
  })
}

interface Settle {
  done(result: HttpAnswer | ProbeFailure): void
  fail(error: unknown): void
}

class Exchange {
  readonly #request: HttpRequest
  readonly #signal: AbortSignal
  readonly #settle: Settle
  readonly #reader: HttpResponseReader
  readonly #startedMs = performance.now()
  #connectMs = -1
  #socket: Socket | undefined
  #isOver = false

  constructor(request: HttpRequest, context: ProbeContext, settle: Settle) {
    this.#request = request
    this.#signal = context.signal
    this.#settle = settle
    this.#reader = new HttpResponseReader({
      maxBodyBytes: request.maxBodyBytes,
      isHeadRequest: request.method === 'HEAD',
    })
  }

  start(): void {
    if (this.#signal.aborted) return this.#fail(DEADLINE)
    const { host, port, trust } = this.#request
    this.#signal.addEventListener('abort', this.#onAbort)
    const socket = trust ? this.#openTls(trust) : this.#openPlain(host, port)
    this.#socket = socket
    socket.on('error', this.#onError)
    socket.on('end', this.#onEnd)
    socket.on('close', this.#onEnd)
  }

  #openPlain(host: string, port: number): Socket {
    const onBytes = (count: number, buffer: Uint8Array): boolean => {
      this.#onBytes(Buffer.from(buffer.subarray(0, count)))
      return true
    }
    const socket = connect({
      host,
      port,
      onread: { buffer: sharedReadBuffer, callback: onBytes },
    })
    socket.on('connect', this.#onConnect)
    return socket
  }

  #openTls(trust: Trust): TLSSocket {
    const { host, port } = this.#request
    const { secureContext, checkedName } = trust
    const socket = connectTls({
      host,
      port,
      secureContext,
      ALPNProtocols: ['http/1.1'],
      ...(trust.servername === undefined ? {} : { servername: trust.servername }),
      checkServerIdentity: (_name, certificate) => checkServerIdentity(checkedName, certificate),
    })
    socket.on('secureConnect', this.#onConnect)
    socket.on('data', (bytes: Buffer) => this.#onBytes(bytes))
    return socket
  }

  readonly #onConnect = (): void => {
    this.#connectMs = performance.now() - this.#startedMs
    this.#socket?.write(requestText(this.#request), 'latin1')
  }

  readonly #onAbort = (): void => this.#fail(DEADLINE)

  readonly #onError = (error: Error): void => {
    const isLookup = 'syscall' in error && error.syscall === 'getaddrinfo'
    this.#finish(failed(isLookup ? 'resolve' : this.#stage(), errorCode(error), this.#elapsedMs()))
  }

  readonly #onEnd = (): void => {
    if (this.#isOver) return
    if (this.#connectMs < 0 || !this.#reader.hasStarted) return this.#fail('ECONNRESET')
    this.#read(() => this.#reader.end())
  }

  #onBytes(bytes: Buffer): void {
    if (!this.#isOver) this.#read(() => this.#reader.push(bytes))
  }

  #read(step: () => void): void {
    try {
      step()
    } catch (error) {
      if (!(error instanceof MalformedAnswer)) return this.#giveUp(error)
      return this.#finish(failed('answer', 'EMALFORMED', this.#elapsedMs(), error.message))
    }
    if (this.#reader.isComplete) this.#finish(this.#answer())
  }

  #answer(): HttpAnswer | ProbeFailure {
    const { head, isTruncated } = this.#reader
    if (!head) return failed('answer', 'EMALFORMED', this.#elapsedMs(), 'ended the answer early')
    const protocol = this.#request.trust ? tlsProtocolOf(this.#socket) : undefined
    return {
      outcome: 'answered',
      status: head.status,
      headers: head.headers,
      body: this.#reader.body(),
      isTruncated,
      connectMs: this.#connectMs,
      responseMs: this.#elapsedMs(),
      ...(protocol === undefined ? {} : { tlsProtocol: protocol }),
    }
  }

  #stage(): 'connect' | 'tls' | 'answer' {
    if (this.#connectMs >= 0) return 'answer'
    return this.#request.trust && this.#socket?.connecting === false ? 'tls' : 'connect'
  }

  #elapsedMs(): number {
    return performance.now() - this.#startedMs
  }

  #fail(code: string): void {
    this.#finish(failed(this.#stage(), code, this.#elapsedMs()))
  }

  #finish(result: HttpAnswer | ProbeFailure): void {
    if (this.#isOver) return
    this.#close()
    this.#settle.done(result)
  }

  /** A defect of ours: thrown out of a listener of the socket, it would end the process. */
  #giveUp(error: unknown): void {
    this.#close()
    this.#settle.fail(error)
  }

  #close(): void {
    this.#isOver = true
    this.#signal.removeEventListener('abort', this.#onAbort)
    this.#socket?.destroy()
  }
}

function requestText(request: HttpRequest): string {
  const { method, path, host, port, headers, trust } = request
  let text = `${method} ${path} HTTP/1.1\r\nHost: ${request.hostHeader ?? trust?.servername ?? hostWithPort(host, port)}\r\n`
  for (const name in headers) text += `${name}: ${headers[name]}\r\n`
  return `${text}User-Agent: switchyard\r\nAccept: */*\r\nConnection: close\r\n\r\n`
}

function hostWithPort(host: string, port: number): string {
  const name = host.includes(':') ? `[${host}]` : host
  return port === 80 || port === 443 ? name : `${name}:${port}`
}

function tlsProtocolOf(socket: Socket | undefined): string | undefined {
  return socket && 'getProtocol' in socket ? ((socket as TLSSocket).getProtocol() ?? undefined) : undefined
}
