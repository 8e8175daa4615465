import { AppError } from '@/lib/core/errors/app-error'
import type { Clock } from '@/lib/core/time/clock'
import { diffTopology, isEmptyDifference, type TopologyDifference } from '@/lib/core/topology/diff-topology'
import { projectTopology } from '@/lib/core/topology/project-topology'
import type { Observed, TopologyView } from '@/lib/core/topology/topology'
import type { Database } from '@/lib/server/db/prisma'
import { withDeadline } from '@/lib/server/deadline'
import type { Log } from '@/lib/server/log'
import type { StoredRevision } from '@/lib/server/repositories/inventory.repository'
import { currentInventory } from '@/lib/server/services/inventory/current-inventory'
import { loadObserved } from '@/lib/server/services/topology/load-observed'
import type { EventHub, HubMessage, HubStatus } from './event-hub'

export type LiveMessage =
  /** What looks different now. The first one of a subscriber holds everything. */
  | {
      readonly kind: 'patch'
      /** Ascending in this process, without holes. */
      readonly seq: number
      readonly revision: number
      readonly generatedAtMs: number
      readonly difference: TopologyDifference
    }
  /** Another inventory is in force: nodes and links are others, read the topology afresh. */
  | { readonly kind: 'revision'; readonly revision: number }
  /** Comes every 2 s, also when nothing changes: without it, what is shown can not be believed any more. */
  | {
      readonly kind: 'tick'
      readonly nowMs: number
      /** Until when the health of `node:SLUG` and `link:ID` may be shown. */
      readonly validUntilMs: Readonly<Record<string, number>>
    }
  | { readonly kind: 'status'; readonly status: HubStatus }
export type LiveListener = (message: LiveMessage) => void

interface LiveTopologyOptions {
  readonly database: Database
  readonly hub: EventHub
  readonly clock: Clock
  readonly log: Log
  readonly tickMs?: number
  readonly rereadMs?: number
}

interface Current {
  readonly stored: StoredRevision
  readonly observed: Observed
  readonly view: TopologyView
}

const TICK_MS = 2_000
const REREAD_MS = 5_000
const READ_DEADLINE_MS = 5_000
/** Events that come together are answered by one reading. */
const GATHER_MS = 30
/** Readings take at most half of the time, however many events come. */
const LEAST_PAUSE_SHARE = 1

/**
 * The topology as it is now, told as differences to all who watch; nothing is read while nobody does. It
 * reads upon events, when the shelf life of something ends, and every 5 s; with the database away it lets
 * what it knows grow old.
 */
export class LiveTopology {
  readonly #options: LiveTopologyOptions
  readonly #listeners = new Set<LiveListener>()
  #current: Current | undefined
  #seq = 0
  #status: HubStatus
  #unsubscribe: (() => void) | undefined
  #ticker: NodeJS.Timeout | undefined
  #rereader: NodeJS.Timeout | undefined
  #gatherer: NodeJS.Timeout | undefined
  #expiry: NodeJS.Timeout | undefined
  #reading: Promise<void> | undefined
  #isWanted = false
  /** In ms of `performance.now()`: before it no reading begins, so that readings leave half of the time to others. */
  #pausesUntilMs = 0

  constructor(options: LiveTopologyOptions) {
    this.#options = options
    this.#status = options.hub.status
  }

  /** Tells the status, everything, then each difference, in order. Returns what ends the subscription. */
  subscribe(listener: LiveListener): () => void {
    this.#listeners.add(listener)
    if (this.#listeners.size === 1) this.#wake()
    listener({ kind: 'status', status: this.#status })
    if (this.#current !== undefined) listener(this.#everything(this.#current))
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.#fallAsleep()
    }
  }

  #wake(): void {
    const { hub, tickMs, rereadMs } = this.#options
    this.#unsubscribe = hub.subscribe(undefined, (message) => this.#hear(message))
    this.#ticker = setInterval(() => this.#tick(), tickMs ?? TICK_MS)
    this.#rereader = setInterval(() => this.#want(0), rereadMs ?? REREAD_MS)
    this.#want(0)
  }

  /** What is known goes stale while nobody watches, so it is forgotten. */
  #fallAsleep(): void {
    this.#unsubscribe?.()
    clearInterval(this.#ticker)
    clearInterval(this.#rereader)
    clearTimeout(this.#gatherer)
    clearTimeout(this.#expiry)
    this.#gatherer = undefined
    this.#current = undefined
  }

  #hear(message: HubMessage): void {
    switch (message.kind) {
      case 'event':
        this.#want(GATHER_MS)
        break
      case 'gap':
        this.#want(0)
        break
      case 'status':
        this.#status = message.status
        this.#tell(message)
        this.#want(0)
    }
  }

  #want(afterMs: number): void {
    this.#isWanted = true
    if (this.#listeners.size === 0 || this.#gatherer !== undefined || this.#reading !== undefined) return
    const pauseMs = Math.max(afterMs, this.#pausesUntilMs - performance.now())
    this.#gatherer = setTimeout(() => {
      this.#gatherer = undefined
      this.#reading = this.#read().finally(() => {
        this.#reading = undefined
        if (this.#isWanted) this.#want(GATHER_MS)
      })
    }, pauseMs)
  }

  async #read(): Promise<void> {
    this.#isWanted = false
    const { database, clock, log } = this.#options
    const startedMs = performance.now()
    try {
      const stored = await withDeadline(currentInventory(database), READ_DEADLINE_MS)
      const observed = await withDeadline(loadObserved(database, clock.nowMs()), READ_DEADLINE_MS)
      // As of now, not of when the reading began: what grew old meanwhile was told with a later time already, and a
      // browser drops what is older than what it shows.
      this.#show(stored, { ...observed, nowMs: clock.nowMs() })
    } catch (error) {
      const isEmpty = error instanceof AppError && error.code === 'not-found'
      if (!isEmpty) log.debug({ err: error }, 'topology could not be read, what is known grows old')
      this.#growOld()
    }
    const endedMs = performance.now()
    this.#pausesUntilMs = endedMs + (endedMs - startedMs) * LEAST_PAUSE_SHARE
  }

  /** Shows what was known as of now: what has passed its shelf life is unknown. */
  #growOld(): void {
    if (this.#current === undefined) return
    const { stored, observed } = this.#current
    this.#show(stored, { ...observed, nowMs: this.#options.clock.nowMs() })
  }

  #show(stored: StoredRevision, observed: Observed): void {
    if (this.#listeners.size === 0) return
    const before = this.#current
    const current = { stored, observed, view: projectTopology(stored.inventory, observed) }
    this.#current = current
    this.#awaitExpiry(current)
    if (before === undefined) {
      this.#seq += 1
      this.#tell(this.#everything(current))
      this.#tick()
      return
    }
    if (before.stored.revision !== stored.revision) {
      this.#tell({ kind: 'revision', revision: stored.revision })
    }
    const difference = diffTopology(before.view, current.view)
    if (isEmptyDifference(difference)) return
    this.#seq += 1
    this.#tell(this.#patch(current, difference))
  }

  #awaitExpiry({ view }: Current): void {
    clearTimeout(this.#expiry)
    const shown = [...view.nodes, ...view.links].map(({ health }) => health.validUntilMs)
    const ahead = shown.filter((validUntilMs) => validUntilMs !== null && validUntilMs >= view.generatedAtMs)
    const nextMs = Math.min(...ahead.flatMap((validUntilMs) => validUntilMs ?? []))
    if (!Number.isFinite(nextMs)) return
    this.#expiry = setTimeout(() => this.#expire(), nextMs + 1 - this.#options.clock.nowMs())
  }

  /** Grows old first, for the reading may take long or fail; then looks whether something newer is there. */
  #expire(): void {
    this.#growOld()
    this.#want(0)
  }

  #everything(current: Current): LiveMessage {
    const { nodes, links, causes } = current.view
    return this.#patch(current, { nodes, links, causes, removedNodes: [], removedLinks: [] })
  }

  #patch({ stored, view }: Current, difference: TopologyDifference): LiveMessage {
    const { revision } = stored
    return { kind: 'patch', seq: this.#seq, revision, generatedAtMs: view.generatedAtMs, difference }
  }

  #tick(): void {
    const validUntilMs: Record<string, number> = {}
    for (const { node, health } of this.#current?.view.nodes ?? []) {
      if (health.validUntilMs !== null) validUntilMs[`node:${node.slug}`] = health.validUntilMs
    }
    for (const { link, health } of this.#current?.view.links ?? []) {
      if (health.validUntilMs !== null) validUntilMs[`link:${link.id}`] = health.validUntilMs
    }
    this.#tell({ kind: 'tick', nowMs: this.#options.clock.nowMs(), validUntilMs })
  }

  /** One watcher that fails must not keep the others from seeing. */
  #tell(message: LiveMessage): void {
    for (const listener of this.#listeners) {
      try {
        listener(message)
      } catch (error) {
        this.#options.log.error({ err: error }, 'a watcher of the topology failed')
      }
    }
  }
}
