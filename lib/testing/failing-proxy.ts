import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'

/** What becomes of a request: undefined passes it on; `lost` carries it out and swallows the answer. */
export type Mishap =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
  | 'hang'
  | 'lost'

interface FailingProxy {
  readonly port: number
  /** Requests so far, `METHOD path`. */
  readonly seen: readonly string[]
  close(): Promise<void>
}

/** A real HTTP server before another one that fails as it is told: for what a peer does on its bad days. */
export async function startFailingProxy(
  target: { readonly host: string; readonly port: number },
  mishapOf: (method: string, path: string, count: number) => Mishap | undefined,
): Promise<FailingProxy> {
  const seen: string[] = []
  const server = createServer((incoming, outgoing) => {
    const [method, path] = [incoming.method ?? 'GET', incoming.url ?? '/']
    seen.push(`${method} ${path}`)
    const mishap = mishapOf(method, path, seen.length)
    if (mishap === 'hang') return
    if (mishap === undefined || mishap === 'lost') return passOn(target, { incoming, outgoing }, mishap)
    outgoing.writeHead(mishap.status, { 'content-type': 'application/json', ...mishap.headers })
    outgoing.end(mishap.body ?? '{"success":false,"errors":[],"messages":[],"result":null}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (!address || typeof address === 'string') throw new Error('the proxy listens on no port')
  return {
    port: address.port,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function passOn(
  { host, port }: { readonly host: string; readonly port: number },
  { incoming, outgoing }: { readonly incoming: IncomingMessage; readonly outgoing: ServerResponse },
  mishap: 'lost' | undefined,
): void {
  const { method, url: path, headers } = incoming
  const sent = request({ host, port, method, path, headers }, (answer) => {
    if (mishap === 'lost') answer.resume().once('end', () => outgoing.destroy())
    else {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    }
  })
  sent.once('error', () => outgoing.destroy())
  incoming.pipe(sent)
}
