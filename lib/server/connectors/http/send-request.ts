import { type IncomingMessage, request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { checkServerIdentity } from 'node:tls'
import { AppError } from '@/lib/core/errors/app-error'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import { loadTrust } from '@/lib/server/probes/wire/trust'
import { within } from '../deadline'
import type { HttpSettings } from '../http.connector'

export interface Asked {
  readonly method: string
  readonly path: string
  readonly body?: unknown
}

export interface HttpAnswer {
  readonly status: number
  /** Capped, without the token. */
  readonly body: string
}

/**
 * One request to the declared server, on a connection of its own. A redirect is an answer and is not followed.
 * Throws `unavailable` when there is no answer in time; it may have been carried out all the same.
 */
export async function sendRequest(
  target: HttpSettings,
  asked: Asked,
  reach: Pick<ActionContext, 'signal' | 'secret'>,
): Promise<HttpAnswer> {
  const token = target.bearerToken === undefined ? undefined : await reach.secret(target.bearerToken)
  const text = asked.body === undefined ? undefined : JSON.stringify(asked.body)
  const name = target.serverName ?? target.host
  const tls = target.scheme === 'https' ? await tlsOptions(target, reach) : {}
  const signal = within(reach.signal, target.timeoutMs)
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) => {
      const why = signal.aborted ? 'no answer in time' : 'no answer'
      reject(new AppError('unavailable', `${asked.method} ${name}${asked.path}: ${why}`, { cause }))
    }
    const outgoing = (target.scheme === 'https' ? tlsRequest : plainRequest)({
      host: target.host,
      port: target.port,
      path: asked.path,
      method: asked.method,
      agent: false,
      ...tls,
      signal,
      headers: {
        host: name,
        'user-agent': 'switchyard',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(text === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      },
    })
    outgoing.once('error', fail)
    outgoing.once('response', (incoming) => {
      readCapped(incoming, target.maxAnswerBytes).then((body) => {
        const hidden = token ? body.replaceAll(token, '•••') : body
        resolve({ status: incoming.statusCode ?? 0, body: hidden })
      }, fail)
    })
    outgoing.end(text)
  })
}

async function tlsOptions(target: HttpSettings, reach: Pick<ActionContext, 'secret'>) {
  const trust = await loadTrust(target, reach)
  return {
    ...(trust.caPem === undefined ? {} : { ca: trust.caPem }),
    ...(trust.servername === undefined ? {} : { servername: trust.servername }),
    checkServerIdentity: (_host: string, certificate: Parameters<typeof checkServerIdentity>[1]) =>
      checkServerIdentity(trust.checkedName, certificate),
  }
}

/** Reads no further than the cap: leaving the loop closes the connection. */
async function readCapped(incoming: IncomingMessage, maxBytes: number): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of incoming) {
    parts.push(part.subarray(0, maxBytes - size))
    size += part.length
    if (size > maxBytes) return `${Buffer.concat(parts).toString('utf8')}…`
  }
  return Buffer.concat(parts).toString('utf8')
}
