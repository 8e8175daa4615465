import { createServer, type Server, type Socket } from 'node:net'
import { Registry } from 'prom-client'
import type { InventoryInput } from '@/lib/core/inventory/inventory'
import { systemClock } from '@/lib/core/time/clock'
import type { Database } from '@/lib/server/db/prisma'
import { createLog } from '@/lib/server/log'
import { createWorkerMetrics } from '@/lib/server/scheduler/worker-metrics'
import { WorkerProcess } from '@/lib/server/scheduler/worker-process'
import { createSecretStore } from '@/lib/server/secrets/secret-store'
import { applyInventory } from '@/lib/server/services/inventory/apply-inventory'
import { makeInventory, makeNode } from './inventory-factory'

export const silentLog = createLog('test', 'silent')

/** Metrics that nobody else counts into. */
export function makeMetrics() {
  return createWorkerMetrics(new Registry())
}

/** Puts an inventory in force, through the service that people use. */
export async function declare(database: Database, parts: Partial<InventoryInput>): Promise<number> {
  const actor = { type: 'system', name: 'test', role: 'admin' } as const
  const context = { actor, clock: systemClock, database, requestId: 'test' }
  const text = JSON.stringify(makeInventory(parts))
  return (await applyInventory(context, { text, file: 'test.json', message: 'test' })).revision
}

interface TcpProbe {
  readonly port: number
  readonly intervalSeconds?: number
}

/** A node with one TCP probe on loopback, which is sure after three failures a fifth of a second apart. */
export function makeTcpNode(slug: string, { port, intervalSeconds = 1 }: TcpProbe) {
  const policy = { intervalSeconds, timeoutSeconds: 1, retrySeconds: 0.2 }
  return makeNode(slug, {
    probes: [{ key: 'tcp', kind: 'tcp', settings: { host: '127.0.0.1', port }, policy }],
  })
}

/** A worker in this process, with its own id. */
export function makeWorker(
  url: string,
  database: Database,
  id: string,
  onWorkers: () => void = () => undefined,
): WorkerProcess {
  return new WorkerProcess({
    id,
    url,
    database,
    secrets: createSecretStore(),
    clock: systemClock,
    log: silentLog,
    metrics: makeMetrics(),
    flushMs: 50,
    onWorkers,
  })
}

export interface TcpPeer {
  readonly port: number
  /** Stops listening and breaks every connection. */
  fail(): Promise<void>
}

export function listenOnLoopback(): Promise<TcpPeer> {
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') return reject(new Error('no port'))
      resolve({
        port: address.port,
        fail: () =>
          new Promise((ended) => {
            server.close(() => ended())
            for (const socket of sockets) socket.destroy()
          }),
      })
    })
  })
}
