import { parentPort } from 'node:worker_threads'
import { connectScan } from './connect-scan'
import type { ScanAnswer, ScanRequest } from './scan-message'

/** A thread that scans its share of the pairs; see `scan-threads.ts`. */
const running = new Map<number, AbortController>()

parentPort?.on('message', (request: ScanRequest) => {
  if (request.type === 'end') running.get(request.id)?.abort()
  else void scan(request)
})

async function scan({ id, pairs, limits }: Extract<ScanRequest, { type: 'scan' }>): Promise<void> {
  const ender = new AbortController()
  running.set(id, ender)
  const answer: ScanAnswer = { id, scan: await connectScan(pairs, { ...limits, signal: ender.signal }) }
  running.delete(id)
  parentPort?.postMessage(answer)
}
