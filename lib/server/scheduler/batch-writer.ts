import type { Database } from '@/lib/server/db/prisma'
import type { Log } from '@/lib/server/log'
import { endAcknowledgementsOf } from '@/lib/server/repositories/acknowledgement.repository'
import { appendEvents } from '@/lib/server/repositories/event.repository'
import { storeFactSets } from '@/lib/server/repositories/fact.repository'
import { storeObservations } from '@/lib/server/repositories/observation.repository'
import { insertTransitions } from '@/lib/server/repositories/transition.repository'
import type { NodeMemory, Pending } from './node-memory'
import { type Batch, dropOldest, giveBack, rememberFacts, rememberStored, takeBatch } from './pending-batch'
import { reloadNodes } from './reload-nodes'
import type { WorkerMetrics } from './worker-metrics'

const MOST_NODES_A_BATCH = 1_000
const FIRST_RETRY_MS = 100
const LONGEST_RETRY_MS = 5_000
/** A batch that a reachable database refuses so often is taken apart, node by node. */
const MOST_REFUSALS = 3
const TRANSACTION_DEADLINE_MS = 10_000

interface BatchWriterOptions {
  readonly database: Database
  readonly workerId: string
  readonly log: Log
  readonly metrics: WorkerMetrics
  /** Longest wait of an observation for others to be stored with. */
  readonly flushMs: number
}

/** Another writer has stored newer states of some probes: the transaction is rolled back. */
class VersionConflict extends Error {}

/**
 * Stores what is pending in small batches, one at a time. What cannot be stored stays pending, within
 * bounds, and is tried again for as long as it takes.
 */
export class BatchWriter {
  readonly #options: BatchWriterOptions
  readonly #waiting = new Set<NodeMemory>()
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | undefined
  #retryMs = FIRST_RETRY_MS
  #refusals = 0
  #isUrgent = false
  #isClosed = false

  constructor(options: BatchWriterOptions) {
    this.#options = options
  }

  /** Something is pending in the node; what is urgent does not wait for others to go with. */
  add(node: NodeMemory, isUrgent: boolean): void {
    this.#waiting.add(node)
    const dropped = dropOldest(node)
    if (dropped > 0) this.#options.metrics.droppedObservations.inc(dropped)
    const becameUrgent = isUrgent && !this.#isUrgent
    this.#isUrgent ||= isUrgent
    if (this.#running === undefined && (becameUrgent || this.#timer === undefined)) this.#schedule()
  }

  /** Stores what is pending now; resolves when it is stored, or could not be. */
  async flush(): Promise<void> {
    await this.#running
    this.#start()
    await this.#running
  }

  /** Stores what is pending, if it can be, and stops. */
  async close(): Promise<void> {
    await this.flush()
    this.#isClosed = true
    clearTimeout(this.#timer)
  }

  /** While storing fails, urgency does not shorten the wait between two tries. */
  #schedule(): void {
    clearTimeout(this.#timer)
    if (this.#isClosed) return
    const isFailing = this.#retryMs > FIRST_RETRY_MS
    const quickMs = this.#isUrgent ? 0 : this.#options.flushMs
    this.#timer = setTimeout(() => this.#start(), isFailing ? this.#retryMs : quickMs)
  }

  #start(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#running !== undefined || this.#waiting.size === 0) return
    this.#isUrgent = false
    this.#running = this.#storeWaiting().finally(() => {
      this.#running = undefined
      if (this.#waiting.size > 0) this.#schedule()
    })
  }

  async #storeWaiting(): Promise<void> {
    const most = this.#refusals >= MOST_REFUSALS ? 1 : MOST_NODES_A_BATCH
    const nodes = [...this.#waiting].slice(0, most)
    for (const node of nodes) this.#waiting.delete(node)
    const batch = takeBatch(nodes)
    const startedMs = performance.now()
    try {
      await this.#store(batch)
      this.#retryMs = FIRST_RETRY_MS
      this.#refusals = 0
      this.#options.metrics.flushSeconds.observe((performance.now() - startedMs) / 1_000)
    } catch (error) {
      await this.#recover(batch, error)
    }
  }

  async #store(batch: Batch): Promise<void> {
    const { database, workerId } = this.#options
    const rows = batch.states.map(({ row }) => row)
    const isQuiet = [batch.transitions, batch.events, batch.factSets].every((part) => part.length === 0)
    const stored = isQuiet
      ? await storeObservations(database, workerId, batch.observations, rows)
      : await database.$transaction(
          async (transaction) => {
            const storedIds = await storeObservations(transaction, workerId, batch.observations, rows)
            if (storedIds.size < rows.length) throw new VersionConflict()
            await insertTransitions(transaction, batch.transitions)
            await endAcknowledgementsOf(transaction, batch.transitions)
            const kinds = await storeFactSets(
              transaction,
              batch.factSets.map(({ set }) => set),
            )
            const told = kinds.length === 0 ? [] : [{ kind: 'facts-changed', kinds } as const]
            await appendEvents(transaction, [...batch.events, ...told])
            return storedIds
          },
          { timeout: TRANSACTION_DEADLINE_MS },
        )
    this.#options.metrics.storedObservations.inc(batch.observations.length)
    for (const { probe, row } of batch.states) if (stored.has(row.probeId)) rememberStored(probe, row)
    if (stored.size < rows.length) throw new VersionConflict()
    for (const facts of batch.factSets) rememberFacts(facts)
  }

  /** What the store holds is read before anything is tried again: a lost answer may hide a commit. */
  async #recover(batch: Batch, error: unknown): Promise<void> {
    const { database, log, metrics } = this.#options
    const isConflict = error instanceof VersionConflict
    for (const [node, taken] of batch.nodes) this.#putBack(node, taken)
    try {
      await reloadNodes(database, [...batch.nodes.keys()])
    } catch (reloadError) {
      log.warn({ err: reloadError, waitingNodes: this.#waiting.size }, 'database away, storing again later')
      this.#slowDown()
      return
    }
    if (isConflict) {
      metrics.versionConflicts.inc()
      return
    }
    this.#slowDown()
    this.#refusals += 1
    log.warn({ err: error, refusals: this.#refusals }, 'batch not stored, trying again')
    if (batch.nodes.size === 1 && this.#refusals > MOST_REFUSALS) this.#giveUp(batch)
  }

  #putBack(node: NodeMemory, taken: Pending): void {
    giveBack(node, taken)
    dropOldest(node)
    this.#waiting.add(node)
  }

  /** One node that can not be stored must not keep all others from being stored. */
  #giveUp(batch: Batch): void {
    const { log, metrics } = this.#options
    for (const node of batch.nodes.keys()) {
      const lost = node.pending.observations.length
      node.pending = { observations: [], transitions: [], events: [] }
      this.#waiting.delete(node)
      metrics.droppedObservations.inc(lost)
      log.error(
        { nodeSlug: node.slug, observations: lost },
        'observations that cannot be stored were dropped',
      )
    }
    this.#refusals = 0
  }

  #slowDown(): void {
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS)
  }
}
