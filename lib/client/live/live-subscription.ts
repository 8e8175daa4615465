import type { EventWire } from '@/lib/core/api/events'
import type { TopologyPatchWire, TopologyWire } from '@/lib/core/topology/topology-wire'
import { ApiProblem } from '../api-problem'
import { freshnessAt, staleAfterMs } from './connection'
import type { ConnectionStore } from './connection-store'
import type { Heard } from './estate-state'
import type { EstateStore, LoadProblem } from './estate-store'
import { EventStream } from './event-stream'
import { observedFromWire, patchFromWire, structureFromWire } from './from-wire'

interface LiveSubscriptionOptions {
  readonly estate: EstateStore
  readonly connection: ConnectionStore
  /** Reads the topology whole. */
  loadTopology(): Promise<TopologyWire>
  /** Something happened of which other queries of the page may tell. */
  onEvent(event: EventWire): void
}

/** A stream that is open and silent is as good as broken; it is opened afresh after so long. */
const silentForMs = 10_000
const loadAgainAfterMs = 3_000
/** A hidden page needs no stream; it catches up when it is seen again. */
const closeHiddenAfterMs = 5 * 60_000

/** Keeps the stores at what the server last said, and at what may still be believed of it. */
export class LiveSubscription {
  readonly #options: LiveSubscriptionOptions
  readonly #stream: EventStream
  /** Patches that come while the topology is read; null when none is being read. */
  #waiting: TopologyPatchWire[] | null = null
  #heard: Heard = { untilMs: 0, keys: new Set() }
  #openedAtMs = 0
  #loadTimer: ReturnType<typeof setTimeout> | undefined
  #hiddenTimer: ReturnType<typeof setTimeout> | undefined

  constructor(options: LiveSubscriptionOptions) {
    this.#options = options
    const { connection } = options
    this.#stream = new EventStream({
      onOpen: () => void this.load(),
      onBreak: () => {
        connection.change({ phase: 'reconnecting' })
        // A stream that never opened says nothing; the topology's answer tells why.
        if (options.estate.structure === null) void this.load()
      },
      onEvent: (event) => {
        connection.hear(null)
        options.onEvent(event)
      },
      onPatch: (patch) => this.#takePatch(patch),
      onTick: ({ at, database, validUntil }) => {
        const nowMs = Date.parse(at)
        connection.hear(nowMs)
        connection.change({ isDatabaseAway: database === 'away' })
        this.#heard = { untilMs: nowMs + staleAfterMs, keys: new Set(Object.keys(validUntil)) }
        const untilMs = Object.entries(validUntil).map(([key, at]) => [key, Date.parse(at)] as const)
        options.estate.confirm(new Map(untilMs))
      },
      onResync: () => void this.load(),
    })
  }

  /** Returns what ends it. */
  start(): () => void {
    const { connection } = this.#options
    const stopClock = connection.start()
    const stopListening = connection.subscribeToSeconds(() => this.#check())
    const onVisibility = () => this.#followVisibility()
    document.addEventListener('visibilitychange', onVisibility)
    this.#open()
    return () => {
      stopClock()
      stopListening()
      document.removeEventListener('visibilitychange', onVisibility)
      clearTimeout(this.#hiddenTimer)
      clearTimeout(this.#loadTimer)
      this.#stream.close()
    }
  }

  /** Reads the topology; patches that come meanwhile are applied after it. Tries again until it succeeds. */
  async load(): Promise<void> {
    if (this.#waiting !== null) return
    this.#waiting = []
    clearTimeout(this.#loadTimer)
    try {
      const wire = await this.#options.loadTopology()
      this.#options.estate.load(structureFromWire(wire), observedFromWire(wire))
      this.#options.connection.hear(null)
    } catch (error) {
      console.warn('The topology could not be read; trying again.', error)
      this.#options.estate.fail(problemOf(error))
      this.#loadTimer = setTimeout(() => void this.load(), loadAgainAfterMs)
    } finally {
      const waiting = this.#waiting ?? []
      this.#waiting = null
      if (this.#options.estate.structure !== null) for (const patch of waiting) this.#takePatch(patch)
    }
  }

  #open(): void {
    this.#openedAtMs = Date.now()
    this.#stream.open()
  }

  #takePatch(patch: TopologyPatchWire): void {
    this.#options.connection.hear(Date.parse(patch.generatedAt))
    if (this.#waiting !== null) this.#waiting.push(patch)
    else this.#options.estate.patch(patchFromWire(patch))
  }

  /** Once a second: what has passed its shelf life, and whether the stream is only open in name. */
  #check(): void {
    const { estate, connection } = this.#options
    estate.expire(connection.serverNowMs(), this.#heard)
    const state = connection.get()
    const lastSignMs = Math.max(state.lastNewsAtMs ?? 0, this.#openedAtMs)
    const isSilent = connection.browserNowMs() - lastSignMs > silentForMs
    if (state.phase === 'open' && isSilent && !document.hidden) {
      connection.change({ phase: 'reconnecting' })
      this.#open()
    }
  }

  #followVisibility(): void {
    clearTimeout(this.#hiddenTimer)
    if (document.hidden) {
      this.#hiddenTimer = setTimeout(() => this.#stream.close(), closeHiddenAfterMs)
      return
    }
    const { connection } = this.#options
    if (freshnessAt(connection.get(), Date.now()) !== 'live') this.#open()
  }
}

const problemKinds: Readonly<Record<number, LoadProblem['kind']>> = { 404: 'empty', 503: 'database-away' }

function problemOf(error: unknown): LoadProblem {
  const kind = error instanceof ApiProblem ? problemKinds[error.status] : undefined
  return { kind: kind ?? 'failed', message: error instanceof Error ? error.message : String(error) }
}
