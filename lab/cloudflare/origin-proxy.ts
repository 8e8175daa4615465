import {
  type ClientRequest,
  Agent as HttpAgent,
  type IncomingMessage,
  request as requestHttp,
  type ServerResponse,
} from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'

export interface OriginCall {
  readonly scheme: 'http' | 'https'
  readonly address: string
  readonly port: number
  readonly serverName: string
  readonly isVerified: boolean
  readonly headers: Record<string, string | string[] | undefined>
}

/** The edge's own errors, as visitors know them. */
export type EdgeErrorCode = 520 | 521 | 522 | 523 | 524 | 525 | 526

const CONNECT_MS = 5_000
const ANSWER_MS = 15_000

/** Passes requests on to origins over kept connections, and says in the edge's own codes why one failed. */
export class OriginProxy {
  readonly #http = new HttpAgent({ keepAlive: true, maxFreeSockets: 32 })
  readonly #https: HttpsAgent

  constructor(ca: string) {
    this.#https = new HttpsAgent({ keepAlive: true, maxFreeSockets: 32, ca })
  }

  /** Forgets kept connections, so that the next request meets the origin's certificate anew. */
  close(): void {
    this.#http.destroy()
    this.#https.destroy()
  }

  /** Resolves when the answer has been passed on, or with the reason why there is none. */
  pass(
    call: OriginCall,
    incoming: IncomingMessage,
    outgoing: ServerResponse,
  ): Promise<EdgeErrorCode | undefined> {
    const request = this.#open(call, incoming)
    return new Promise((resolve) => {
      const timers = watchDeadlines(request, (code) => {
        resolve(code)
        request.destroy()
      })
      request.once('error', (error) => resolve(outgoing.headersSent ? undefined : codeOfError(error)))
      request.once('close', () => {
        timers.stop()
        resolve(outgoing.headersSent ? undefined : 520)
      })
      request.once('response', (answer) => {
        timers.stop()
        copyAnswer(answer, outgoing)
        answer.once('close', () => resolve(undefined))
      })
      outgoing.once('close', () => request.destroy())
      incoming.pipe(request)
    })
  }

  #open(call: OriginCall, incoming: IncomingMessage): ClientRequest {
    const options = {
      host: call.address,
      port: call.port,
      method: incoming.method,
      path: incoming.url,
      headers: call.headers,
    }
    if (call.scheme === 'http') return requestHttp({ ...options, agent: this.#http })
    const { serverName: servername, isVerified: rejectUnauthorized } = call
    return requestHttps({
      ...options,
      agent: this.#https,
      servername,
      rejectUnauthorized,
      minVersion: 'TLSv1.2',
    })
  }
}

function copyAnswer(answer: IncomingMessage, outgoing: ServerResponse): void {
  const {
    connection: _connection,
    'keep-alive': _keepAlive,
    'transfer-encoding': _coding,
    ...headers
  } = answer.headers
  const edgeHeaders = outgoing.getHeaders()
  const cookies = [answer.headers['set-cookie'] ?? [], edgeHeaders['set-cookie'] ?? []].flat().map(String)
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !(name in edgeHeaders)) outgoing.setHeader(name, value)
  }
  if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies)
  outgoing.writeHead(answer.statusCode ?? 502)
  answer.pipe(outgoing)
}

/** Not connected in 5 s is 522; connected but without an answer in 15 s is 524. */
function watchDeadlines(request: ClientRequest, onLate: (code: EdgeErrorCode) => void) {
  const connect = setTimeout(() => onLate(522), CONNECT_MS)
  const answer = setTimeout(() => onLate(524), ANSWER_MS)
  request.once('socket', (socket) => {
    if (!socket.connecting) clearTimeout(connect)
    socket.once('secureConnect', () => clearTimeout(connect))
  })
  const stop = () => {
    clearTimeout(connect)
    clearTimeout(answer)
  }
  return { stop }
}

function codeOfError(error: Error): EdgeErrorCode {
  const code = 'code' in error ? String(error.code) : ''
  if (code === 'ECONNREFUSED') return 521
  if (code === 'ETIMEDOUT') return 522
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH') return 523
  if (/CERT|VERIFY|ALTNAME|SELF_SIGNED/.test(code)) return 526
  if (/SSL|TLS|EPROTO/.test(code)) return 525
  return 520
}
