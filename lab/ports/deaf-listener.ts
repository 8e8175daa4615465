import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'

/** Opens the port and then hears nothing any more: its thread sleeps, so it never accepts. */
const PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads')
const server = require('node:net').createServer()
server.on('error', (error) => parentPort.postMessage({ failed: error.code }))
server.listen({ ...workerData, backlog: 1 }, () => {
  parentPort.postMessage({ port: server.address().port })
  setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0))
})`
const FULL_AFTER_MS = 400
const MOST_CALLERS = 16
const FREE_WITHIN_MS = 5_000
const FREE_LOOK_MS = 50

export interface DeafListener {
  readonly port: number
  close(): Promise<void>
}

/**
 * A port that answers nobody, as behind a firewall that drops: its queue of connections is full, and the system drops
 * every further SYN. It needs no privileges and changes no firewall. Port 0 takes any free one.
 */
export async function listenDeaf(host: string, port: number): Promise<DeafListener> {
  const { worker, port: taken } = await takePort(host, port)
  const callers: Socket[] = []
  const close = async () => {
    for (const caller of callers) caller.destroy()
    await worker.terminate()
  }
  while (callers.length < MOST_CALLERS) {
    const caller = connect({ host, port: taken })
    caller.on('error', () => undefined)
    callers.push(caller)
    if (!(await isConnected(caller))) return { port: taken, close }
  }
  await close()
  throw new Error(`${host}:${taken} goes on taking connections`)
}

/** A server that has just ended may hold its port until the last of its threads is gone. */
async function takePort(host: string, port: number): Promise<{ worker: Worker; port: number }> {
  const deadline = Date.now() + FREE_WITHIN_MS
  for (;;) {
    const worker = new Worker(PROGRAM, { eval: true, workerData: { host, port } })
    const [said]: readonly { failed?: string; port?: number }[] = await once(worker, 'message')
    if (said?.port !== undefined) return { worker, port: said.port }
    await worker.terminate()
    if (said?.failed !== 'EADDRINUSE' || Date.now() > deadline) {
      throw new Error(`${host}:${port} cannot be taken: ${said?.failed}`)
    }
    await delay(FREE_LOOK_MS)
  }
}

function isConnected(caller: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), FULL_AFTER_MS)
    caller.once('connect', () => {
      clearTimeout(timer)
      resolve(true)
    })
  })
}
