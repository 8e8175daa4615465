import type { Database } from '@/lib/server/db/prisma'
import { withDeadline } from '@/lib/server/deadline'
import type { Log } from '@/lib/server/log'
import {
  type LiveWorker,
  markLostWorkers,
  type Renewal,
  releaseLease,
  renewLease,
  type WorkerIdentity,
} from '@/lib/server/repositories/worker.repository'
import type { WorkerMetrics } from './worker-metrics'

export interface LeaseTimes {
  readonly leaseMs: number
  readonly heartbeatMs: number
}

interface LeaseKeeperOptions {
  readonly database: Database
  readonly worker: WorkerIdentity
  readonly times: LeaseTimes
  readonly log: Log
  readonly metrics: WorkerMetrics
  readonly stats: () => Readonly<Record<string, number>>
  /** The live workers, this one among them, whenever they or this one's lease have changed. */
  readonly onWorkers: (ids: readonly string[]) => void
}

/** Looking this much after another's lease has ended, so that it has. */
const AFTER_END_MS = 20

/**
 * Holds the lease of this worker and watches those of the others. It looks again the moment that another's
 * lease ends, so that its probes are taken over then and not a heartbeat later.
 */
export class LeaseKeeper {
  readonly #options: LeaseKeeperOptions
  #timer: NodeJS.Timeout | undefined
  #renewing: Promise<void> | undefined
  #isRequested = false
  #isClosed = false
  #isAway = false
  #heldUntilMs = 0
  #known = ''
  /** Until then others whose lease has ended get the time to come back: the database was away for all. */
  #patientUntilMs = 0

  constructor(options: LeaseKeeperOptions) {
    this.#options = options
  }

  /**
   * Whether probes may be started. Not once the lease has run out, for others may have taken over; but with
   * the database away nobody can, and then what was probed before is probed on.
   */
  mayProbe(): boolean {
    return this.#isAway || performance.now() < this.#heldUntilMs
  }

  start(): Promise<void> {
    return this.renew()
  }

  /** Renews now; called while it renews, once more after it. */
  renew(): Promise<void> {
    this.#isRequested = true
    this.#renewing ??= this.#renewWhileRequested().finally(() => {
      this.#renewing = undefined
    })
    return this.#renewing
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    await this.#renewing
    this.#heldUntilMs = 0
    const { database, worker, times } = this.#options
    await withDeadline(releaseLease(database, worker.id), times.leaseMs)
  }

  async #renewWhileRequested(): Promise<void> {
    while (this.#isRequested && !this.#isClosed) {
      this.#isRequested = false
      clearTimeout(this.#timer)
      const nextMs = await this.#renewOnce()
      if (!this.#isClosed) this.#timer = setTimeout(() => void this.renew(), nextMs)
    }
  }

  /** Returns the time until the next renewal. */
  async #renewOnce(): Promise<number> {
    const { database, worker, times, log, metrics, stats } = this.#options
    const startedMs = performance.now()
    const wasAway = this.#isAway
    try {
      const lease = { ...worker, leaseMs: times.leaseMs, stats: stats() }
      const renewal = await withDeadline(renewLease(database, lease), times.heartbeatMs)
      this.#isAway = false
      this.#heldUntilMs = startedMs + times.leaseMs
      if (renewal.isNew) this.#noteNewLease(startedMs, wasAway)
      metrics.isLeaseHeld.set(1)
      const workers = await this.#withoutLost(renewal)
      this.#tell(workers, renewal.isNew)
      return this.#untilNext(workers)
    } catch (error) {
      this.#isAway = true
      metrics.isLeaseHeld.set(0)
      log.warn({ err: error }, 'lease not renewed, trying again')
      return times.heartbeatMs / 4
    }
  }

  #noteNewLease(startedMs: number, wasAway: boolean): void {
    const { log, metrics, times } = this.#options
    const isFirst = this.#known === ''
    if (wasAway) this.#patientUntilMs = startedMs + times.leaseMs
    if (isFirst) {
      log.info('lease taken')
      return
    }
    metrics.leaseLosses.inc()
    log.warn('lease had run out, taken anew')
  }

  async #withoutLost(renewal: Renewal): Promise<readonly LiveWorker[]> {
    const { database, log, times } = this.#options
    if (performance.now() < this.#patientUntilMs) return renewal.workers
    if (renewal.workers.every((worker) => worker.leaseLeftMs > 0)) return renewal.workers
    const lost = new Set(await withDeadline(markLostWorkers(database), times.heartbeatMs))
    if (lost.size > 0) log.warn({ workerIds: [...lost] }, 'workers lost, their probes are taken over')
    return renewal.workers.filter((worker) => worker.leaseLeftMs > 0)
  }

  #tell(workers: readonly LiveWorker[], isNew: boolean): void {
    const ids = workers.map((worker) => worker.id)
    const known = ids.join(' ')
    if (known === this.#known && !isNew) return
    this.#known = known
    this.#options.onWorkers(ids)
  }

  #untilNext(workers: readonly LiveWorker[]): number {
    const { times, worker } = this.#options
    const others = workers.filter(({ id }) => id !== worker.id)
    const ends = others.map(({ leaseLeftMs }) => Math.max(0, leaseLeftMs) + AFTER_END_MS)
    return Math.min(times.heartbeatMs, ...ends)
  }
}
