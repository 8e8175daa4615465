import { createServer, type IncomingMessage } from 'node:http'

export interface StandInRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: string
}

export interface StandInAnswer {
  readonly status: number
  readonly contentType: string
  readonly body: string
}

/** Answers the requests that it knows, leaves the others to the next. */
export type Responder = (
  request: StandInRequest,
) => StandInAnswer | undefined | Promise<StandInAnswer | undefined>

const MOST_BODY_BYTES = 1_000_000

export function json(body: unknown, status = 200): StandInAnswer {
  return { status, contentType: 'application/json', body: JSON.stringify(body) }
}

/** Undefined for text that is not JSON. */
export function parseJson(source: string): unknown {
  try {
    return JSON.parse(source)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

export function html(body: string): StandInAnswer {
  return { status: 200, contentType: 'text/html; charset=utf-8', body }
}

export function text(body: string, status = 200): StandInAnswer {
  return { status, contentType: 'text/plain; charset=utf-8', body }
}

/** Serves the first answer that one of them has, else 404. Resolves with the port when it listens. */
export function serveResponders(
  address: string,
  port: number,
  responders: readonly Responder[],
): Promise<number> {
  const server = createServer(async (incoming, outgoing) => {
    const answer = await answerOf(incoming, responders).catch((error: unknown) => {
      console.error(error)
      return text('the stand-in failed', 500)
    })
    outgoing.writeHead(answer.status, { 'content-type': answer.contentType }).end(answer.body)
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, address, () => {
      const bound = server.address()
      resolve(bound && typeof bound !== 'string' ? bound.port : port)
    })
  })
}

async function answerOf(incoming: IncomingMessage, responders: readonly Responder[]): Promise<StandInAnswer> {
  const url = new URL(incoming.url ?? '/', 'http://stand-in')
  const body = await readBody(incoming)
  if (body === undefined) return text('too large', 413)
  const request = { method: incoming.method ?? 'GET', path: url.pathname, query: url.searchParams, body }
  for (const responder of responders) {
    const answer = await responder(request)
    if (answer) return answer
  }
  return json({ error: 'not found' }, 404)
}

async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    size += chunk.length
    if (size > MOST_BODY_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
