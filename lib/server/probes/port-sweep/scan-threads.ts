import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { PortScan } from './connect-scan'
import type { PortPair } from './port-pair'
import type { ScanAnswer, ScanLimits, ScanRequest } from './scan-message'

const FILE = join('lib', 'server', 'probes', 'port-sweep', 'scan-thread.ts')
/** A thread that was told to end a scan and says nothing for so long is ended itself. */
const ANSWER_DEADLINE_MS = 1_000
const IDLE_MS = 60_000

interface Share {
  readonly worker: Worker
  readonly pairs: readonly PortPair[]
  readonly settle: (scan: PortScan) => void
}

/** One thread that scans. It starts with its first share and ends when it has had none for a minute. */
export class ScanThread {
  #worker: Worker | undefined
  readonly #shares = new Map<number, Share>()
  #lastId = 0
  #idle: NodeJS.Timeout | undefined

  /** Never throws: pairs of a thread that broke are undecided. */
  scan(pairs: readonly PortPair[], limits: ScanLimits, signal: AbortSignal): Promise<PortScan> {
    if (signal.aborted) return Promise.resolve(undecided(pairs))
    clearTimeout(this.#idle)
    const worker = this.#worker ?? this.#start()
    const id = ++this.#lastId
    return new Promise((resolve) => {
      let overdue: NodeJS.Timeout | undefined
      const onAbort = () => {
        worker.postMessage({ type: 'end', id } satisfies ScanRequest)
        overdue = setTimeout(() => void this.#end(worker), ANSWER_DEADLINE_MS)
      }
      const settle = (scan: PortScan) => {
        signal.removeEventListener('abort', onAbort)
        clearTimeout(overdue)
        resolve(scan)
      }
      signal.addEventListener('abort', onAbort, { once: true })
      this.#shares.set(id, { worker, pairs, settle })
      worker.ref()
      worker.postMessage({ type: 'scan', id, pairs, limits } satisfies ScanRequest)
    })
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle)
    if (this.#worker !== undefined) await this.#end(this.#worker)
  }

  #start(): Worker {
    const worker = new Worker(join(process.cwd(), FILE), { execArgv: ['--import', 'tsx'] })
    this.#worker = worker
    worker.on('message', ({ id, scan }: ScanAnswer) => this.#settle(id, scan))
    // An error ends the thread, and its end settles what it had.
    worker.on('error', () => undefined)
    worker.on('exit', () => this.#onExit(worker))
    return worker
  }

  #settle(id: number, scan: PortScan): void {
    const share = this.#shares.get(id)
    this.#shares.delete(id)
    if (this.#shares.size === 0) this.#rest()
    share?.settle(scan)
  }

  /** Waits for more, and keeps no program alive. */
  #rest(): void {
    this.#worker?.unref()
    this.#idle = setTimeout(() => void this.close(), IDLE_MS).unref()
  }

  async #end(worker: Worker): Promise<void> {
    if (this.#worker === worker) this.#worker = undefined
    await worker.terminate()
  }

  #onExit(worker: Worker): void {
    if (this.#worker === worker) this.#worker = undefined
    for (const [id, share] of [...this.#shares]) {
      if (share.worker === worker) this.#settle(id, undecided(share.pairs))
    }
  }
}

function undecided(pairs: readonly PortPair[]): PortScan {
  return { sightings: [], undecided: pairs }
}
