import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { checkServerIdentity } from 'node:tls'
import { AppError } from '@/lib/core/errors/app-error'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import type { Site } from './site'

const MOST_BODY_BYTES = 65_536
const VISIT_MS = 5_000

interface SiteAnswer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: string
  /** The edge answered with a challenge instead of the page. */
  readonly isChallenged: boolean
}

interface Visit {
  readonly path: string
  readonly method?: 'GET' | 'HEAD' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Which of this machine's addresses the visitor comes from. */
  readonly from?: string
}

/**
 * One request of a visitor without cookies, on a connection of its own, so that no earlier answer is reused.
 * Throws `unavailable` when nobody answers.
 */
export async function visitSite(
  site: Site,
  { path, method = 'GET', headers = {}, body, from }: Visit,
  context: Pick<ActionContext, 'signal' | 'secret'>,
): Promise<SiteAnswer> {
  const ca = site.caFile === undefined ? undefined : await context.secret(site.caFile)
  return new Promise((resolve, reject) => {
    const fail = (cause: Error) =>
      reject(
        new AppError('unavailable', `${site.name} does not answer at ${site.host}:${site.port}`, { cause }),
      )
    const sent = request({
      ...{ host: site.host, port: site.port, path, method, agent: false, servername: site.name },
      checkServerIdentity: (_name, certificate) => checkServerIdentity(site.name, certificate),
      headers: { host: site.name, 'user-agent': 'switchyard', ...headers },
      signal: AbortSignal.any([context.signal, AbortSignal.timeout(VISIT_MS)]),
      ...(ca === undefined ? {} : { ca }),
      ...(from === undefined ? {} : { localAddress: from }),
    })
    sent.once('error', fail)
    sent.once('response', (response) => {
      readBody(response).then((text) => {
        const isChallenged = response.headers['cf-mitigated'] === 'challenge'
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text, isChallenged })
      }, fail)
    })
    sent.end(body)
  })
}

async function readBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response) {
    size += chunk.length
    if (size > MOST_BODY_BYTES) break
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
