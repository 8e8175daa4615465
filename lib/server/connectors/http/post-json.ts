import { request } from 'node:https'
import { checkServerIdentity } from 'node:tls'
import { AppError } from '@/lib/core/errors/app-error'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import { loadTrust } from '@/lib/server/probes/wire/trust'
import { within } from '../deadline'

const MAX_BODY = 64 * 1024

export interface HttpsTarget {
  readonly host: string
  readonly port: number
  readonly serverName?: string | undefined
  readonly caFile?: string | undefined
}

interface PostedAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** One POST over TLS with the peer checked. Throws `unavailable` when there is no answer in time. */
export async function postJson(
  target: HttpsTarget,
  asked: { readonly path: string; readonly body: unknown; readonly timeoutMs: number },
  reach: Pick<ActionContext, 'signal' | 'secret'>,
): Promise<PostedAnswer> {
  const trust = await loadTrust(target, reach)
  const text = JSON.stringify(asked.body)
  const name = target.serverName ?? target.host
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) =>
      reject(new AppError('unavailable', `${name}${asked.path} gave no answer: ${codeOf(cause)}`, { cause }))
    const outgoing = request({
      host: target.host,
      port: target.port,
      path: asked.path,
      method: 'POST',
      agent: false,
      ...(trust.caPem === undefined ? {} : { ca: trust.caPem }),
      ...(trust.servername === undefined ? {} : { servername: trust.servername }),
      checkServerIdentity: (_host, certificate) => checkServerIdentity(trust.checkedName, certificate),
      signal: within(reach.signal, asked.timeoutMs),
      headers: { host: name, 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
    })
    outgoing.once('error', fail)
    outgoing.once('response', (incoming) => {
      let body = ''
      incoming.setEncoding('utf8')
      incoming.on('data', (part: string) => {
        if (body.length < MAX_BODY) body += part
      })
      incoming.once('error', fail)
      incoming.once('end', () =>
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body }),
      )
    })
    outgoing.end(text)
  })
}

function codeOf(error: unknown): string {
  if (error instanceof Error && error.name === 'AbortError') return 'too late'
  return error instanceof Error && 'code' in error ? String(error.code) : 'broken'
}
