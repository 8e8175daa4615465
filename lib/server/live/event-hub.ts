import type { StoredEvent } from '@/lib/core/events/event'
import { type Doorbell, listenForEvents } from '@/lib/server/db/doorbell'
import type { Database } from '@/lib/server/db/prisma'
import type { Log } from '@/lib/server/log'
import { eventRange, listEventsAfter } from '@/lib/server/repositories/event.repository'

export type HubMessage =
  | { readonly kind: 'event'; readonly event: StoredEvent }
  /** Events after the subscriber's id were pruned, or are those of another database: read everything afresh. */
  | { readonly kind: 'gap'; readonly newestId: number }
  /** `database-away`: nothing new can be heard, and what is shown grows old. */
  | { readonly kind: 'status'; readonly status: HubStatus }
export type HubStatus = 'live' | 'database-away'
export type HubListener = (message: HubMessage) => void

interface EventHubOptions {
  readonly database: Database
  readonly url: string
  readonly log: Log
  /** Rows are also read without a ring this often: a lost notification may cost time, never an event. */
  readonly backstopMs?: number
}

interface Subscriber {
  readonly listener: HubListener
  /** Newest id delivered. */
  deliveredId: number
}
interface Joiner {
  readonly listener: HubListener
  readonly afterId: number | undefined
}

const PAGE = 500
const BACKSTOP_MS = 2_000

/** The events of the database as they are committed, for any number of subscribers in this process. */
export class EventHub {
  readonly #options: EventHubOptions
  readonly #subscribers = new Map<Joiner, Subscriber>()
  /** They join between two readings: what is read for the others already may lie after what they lack. */
  readonly #joiners = new Set<Joiner>()
  #doorbell: Doorbell | undefined
  #backstop: NodeJS.Timeout | undefined
  #newestId: number | undefined
  #status: HubStatus = 'database-away'
  #reading: Promise<void> | undefined
  #isRung = false
  #isClosed = false

  constructor(options: EventHubOptions) {
    this.#options = options
  }

  get status(): HubStatus {
    return this.#status
  }

  /** Newest event known here; undefined before the database was reached for the first time. */
  get newestId(): number | undefined {
    return this.#newestId
  }

  start(): void {
    this.#doorbell = listenForEvents(this.#options.url, {
      onRing: () => this.ring(),
      onLost: (error) => {
        if (this.#isClosed) return
        this.#options.log.warn({ err: error }, 'event connection lost, connecting again')
        this.ring()
      },
    })
    this.#backstop = setInterval(() => this.ring(), this.#options.backstopMs ?? BACKSTOP_MS)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearInterval(this.#backstop)
    this.#joiners.clear()
    this.#subscribers.clear()
    await this.#doorbell?.close()
    await this.#reading
  }

  /**
   * Delivers every event after `afterId` once and in order, then those to come; without an id those to come
   * alone. Begins with the present status. Returns what ends the subscription.
   */
  subscribe(afterId: number | undefined, listener: HubListener): () => void {
    const joiner: Joiner = { listener, afterId: afterId ?? this.#newestId }
    this.#joiners.add(joiner)
    listener({ kind: 'status', status: this.#status })
    this.ring()
    return () => {
      this.#joiners.delete(joiner)
      this.#subscribers.delete(joiner)
    }
  }

  /** Reads what is new now; rings that come while it reads are answered by one more reading. */
  ring(): void {
    this.#isRung = true
    if (this.#isClosed) return
    this.#reading ??= this.#readWhileRung().finally(() => {
      this.#reading = undefined
    })
  }

  async #readWhileRung(): Promise<void> {
    while (this.#isRung && !this.#isClosed) {
      this.#isRung = false
      try {
        await this.#read()
        this.#setStatus('live')
      } catch (error) {
        if (!this.#isClosed) this.#options.log.debug({ err: error }, 'events could not be read')
        this.#setStatus('database-away')
        return
      }
    }
  }

  async #read(): Promise<void> {
    const { database } = this.#options
    this.#newestId ??= (await eventRange(database)).newest
    for (;;) {
      this.#join(this.#newestId)
      const delivered = [...this.#subscribers.values()].map(({ deliveredId }) => deliveredId)
      const fromId = Math.min(this.#newestId, ...delivered)
      const events = await listEventsAfter(database, fromId, PAGE)
      await this.#announceGaps(fromId, events[0])
      for (const event of events) this.#deliver(event)
      if (events.length < PAGE && this.#joiners.size === 0) return
    }
  }

  #join(newestId: number): void {
    for (const joiner of this.#joiners) {
      this.#subscribers.set(joiner, { listener: joiner.listener, deliveredId: joiner.afterId ?? newestId })
    }
    this.#joiners.clear()
  }

  /**
   * Rows that a subscriber has not seen may have been pruned when the oldest one kept does not follow on what
   * it saw. Ids also have holes where a transaction failed: then it reads afresh once too often.
   */
  async #announceGaps(fromId: number, next: StoredEvent | undefined): Promise<void> {
    if (next?.id === fromId + 1) return
    const { oldest, newest } = await eventRange(this.#options.database)
    const newestId = Math.max(newest, this.#newestId ?? 0)
    if (newest < newestId) return this.#startOver(newest)
    for (const subscriber of this.#subscribers.values()) {
      const { deliveredId } = subscriber
      const isPruned = oldest > deliveredId + 1
      if (!isPruned && deliveredId <= newestId) continue
      subscriber.deliveredId = isPruned ? oldest - 1 : newestId
      this.#tell(subscriber, { kind: 'gap', newestId })
    }
  }

  /** The database holds less than was heard of: an older copy was restored, or all events were pruned. */
  #startOver(newestId: number): void {
    this.#newestId = newestId
    for (const subscriber of this.#subscribers.values()) {
      subscriber.deliveredId = newestId
      this.#tell(subscriber, { kind: 'gap', newestId })
    }
  }

  #deliver(event: StoredEvent): void {
    for (const subscriber of this.#subscribers.values()) {
      if (subscriber.deliveredId >= event.id) continue
      subscriber.deliveredId = event.id
      this.#tell(subscriber, { kind: 'event', event })
    }
    this.#newestId = Math.max(this.#newestId ?? 0, event.id)
  }

  #setStatus(status: HubStatus): void {
    if (this.#status === status) return
    this.#status = status
    const all = [...this.#subscribers.values(), ...this.#joiners]
    for (const subscriber of all) this.#tell(subscriber, { kind: 'status', status })
  }

  /** One subscriber that throws must not keep the others from hearing. */
  #tell(subscriber: { readonly listener: HubListener }, message: HubMessage): void {
    try {
      subscriber.listener(message)
    } catch (error) {
      this.#options.log.error({ err: error }, 'a subscriber of events failed')
    }
  }
}
