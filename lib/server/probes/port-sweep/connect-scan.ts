import type { PortState } from '@/lib/core/observed/fact'
import { DeadlineQueue } from './deadline-queue'
import { PairQueue } from './pair-queue'
import type { PortPair } from './port-pair'
import { type StartedConnect, startConnect } from './start-connect'

export interface PortSighting extends PortPair {
  readonly state: Extract<PortState, 'open' | 'closed' | 'filtered'>
  /** How the state is known, in nmap's words: `syn-ack`, `conn-refused`, `no-response`, `host-unreach`. */
  readonly reason: string
}

export interface PortScan {
  readonly sightings: readonly PortSighting[]
  /** Pairs of which nothing can be said: the deadline came first, or this machine could not ask. */
  readonly undecided: readonly PortPair[]
}

export interface ConnectScanOptions {
  readonly signal: AbortSignal
  /** How long one connection is waited for. A pair without an answer is asked once more. */
  readonly timeoutMs?: number
  readonly mostAtOnce?: number
  readonly mostPerHost?: number
}

const DEFAULTS = { timeoutMs: 700, mostAtOnce: 512, mostPerHost: 64 }
const TRIES = 2

type Answer = Pick<PortSighting, 'state' | 'reason'> | 'no-answer' | 'own-fault'

/**
 * Asks each pair by a whole TCP connection, which needs no privileges, and closes it at once. A refusal is
 * `closed`; silence, twice, and a router's refusal are `filtered`. Never throws; ends soon after the signal.
 */
export function connectScan(pairs: readonly PortPair[], options: ConnectScanOptions): Promise<PortScan> {
  return new Promise((done) => new ConnectScan(pairs, { ...DEFAULTS, ...options }, done).start())
}

class ConnectScan {
  readonly #options: Required<ConnectScanOptions>
  readonly #done: (scan: PortScan) => void
  readonly #queue: PairQueue
  readonly #deadlines: DeadlineQueue<() => void>
  readonly #tries = new Map<PortPair, number>()
  readonly #running = new Set<StartedConnect>()
  readonly #sightings: PortSighting[] = []
  readonly #undecided: PortPair[] = []
  #isEnded = false

  constructor(
    pairs: readonly PortPair[],
    options: Required<ConnectScanOptions>,
    done: (scan: PortScan) => void,
  ) {
    this.#options = options
    this.#done = done
    this.#queue = new PairQueue(pairs, options.mostPerHost)
    this.#deadlines = new DeadlineQueue(options.timeoutMs, (giveUp) => giveUp())
  }

  start(): void {
    const { signal } = this.#options
    if (signal.aborted) return this.#end()
    signal.addEventListener('abort', this.#onAbort, { once: true })
    this.#startMore()
  }

  readonly #onAbort = () => this.#end()

  #startMore(): void {
    while (this.#running.size < this.#options.mostAtOnce) {
      const pair = this.#queue.take()
      if (pair === undefined) break
      this.#ask(pair)
    }
    if (this.#running.size === 0 && !this.#isEnded) this.#end()
  }

  #ask(pair: PortPair): void {
    const finish = (answer: Answer) => {
      if (!this.#running.delete(connection)) return
      cancel()
      connection.close()
      this.#take(pair, answer)
    }
    const cancel = this.#deadlines.add(() => finish('no-answer'))
    const connection = startConnect(pair, (errorName) =>
      finish(errorName === null ? { state: 'open', reason: 'syn-ack' } : answerOfError(errorName)),
    )
    this.#running.add(connection)
  }

  #take(pair: PortPair, answer: Answer): void {
    this.#queue.leave(pair)
    if (answer === 'own-fault') this.#undecided.push(pair)
    else if (answer !== 'no-answer') this.#sightings.push({ ...pair, ...answer })
    else if (!this.#askAgain(pair)) {
      this.#sightings.push({ ...pair, state: 'filtered', reason: 'no-response' })
    }
    this.#startMore()
  }

  #askAgain(pair: PortPair): boolean {
    const tries = (this.#tries.get(pair) ?? 0) + 1
    if (tries >= TRIES) return false
    this.#tries.set(pair, tries)
    this.#queue.putBack(pair)
    return true
  }

  #end(): void {
    if (this.#isEnded) return
    this.#isEnded = true
    this.#options.signal.removeEventListener('abort', this.#onAbort)
    this.#deadlines.close()
    for (const connection of this.#running) connection.close()
    this.#running.clear()
    const open = [...this.#undecided, ...this.#queue.unfinished()]
    this.#done({ sightings: this.#sightings, undecided: this.#withoutDecided(open) })
  }

  /** A pair that was given twice may be decided once. */
  #withoutDecided(pairs: readonly PortPair[]): readonly PortPair[] {
    if (pairs.length === 0) return pairs
    const decided = new Set(this.#sightings.map(({ address, port }) => `${address} ${port}`))
    return pairs.filter(({ address, port }) => !decided.has(`${address} ${port}`))
  }
}

/** What an error of the connection says of the port, where it is the peer's or a router's doing. */
function answerOfError(errorName: string): Answer {
  switch (errorName) {
    case 'ECONNREFUSED':
      return { state: 'closed', reason: 'conn-refused' }
    case 'ECONNRESET':
      return { state: 'closed', reason: 'reset' }
    case 'EHOSTUNREACH':
    case 'EHOSTDOWN':
      return { state: 'filtered', reason: 'host-unreach' }
    case 'EACCES':
    case 'EPERM':
      return { state: 'filtered', reason: 'admin-prohibited' }
    case 'ETIMEDOUT':
      return 'no-answer'
    default:
      return 'own-fault'
  }
}
