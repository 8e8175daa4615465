import { createServer, type Server, type ServerResponse } from 'node:http'
import { renderMetrics } from '@/lib/server/metrics/process-metrics'

const HOST = '127.0.0.1'

/**
 * Serves `/metrics` for Prometheus and `/healthz` on a loopback port; the latter answers 503 while the worker
 * must not probe. Rejects when the port is taken.
 */
export function serveMetrics(port: number, isHealthy: () => boolean): Promise<Server> {
  const server = createServer((request, response) => {
    answer(request.url ?? '/', response, isHealthy).catch((error: unknown) =>
      response.destroy(asError(error)),
    )
  })
  server.headersTimeout = 5_000
  server.requestTimeout = 5_000
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, HOST, () => resolve(server))
  })
}

async function answer(path: string, response: ServerResponse, isHealthy: () => boolean): Promise<void> {
  if (path === '/metrics') {
    const { contentType, text } = await renderMetrics()
    response.writeHead(200, { 'content-type': contentType }).end(text)
    return
  }
  const isKnown = path === '/healthz'
  const status = isKnown ? (isHealthy() ? 200 : 503) : 404
  const text = isKnown ? (status === 200 ? 'ok\n' : 'the lease is not held\n') : 'not found\n'
  response.writeHead(status, { 'content-type': 'text/plain' }).end(text)
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('the answer could not be made')
}
