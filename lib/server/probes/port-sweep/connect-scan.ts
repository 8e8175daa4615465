import type { PortState } from '@/lib/core/observed/fact'
import { type Deadline, DeadlineQueue } from './deadline-queue'
import { PairQueue } from './pair-queue'
import type { PortPair } from './port-pair'
import { type ConnectListener, type StartedConnect, startConnect } from './start-connect'

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

export const MOST_AT_ONCE = 512
const DEFAULTS = { timeoutMs: 700, mostAtOnce: MOST_AT_ONCE, mostPerHost: 64 }
const TRIES = 2

type Verdict = Pick<PortSighting, 'state' | 'reason'>
type Answer = Verdict | 'no-answer' | 'own-fault'
type OnAnswer = (attempt: Attempt, answer: Answer) => void

const OPEN: Verdict = { state: 'open', reason: 'syn-ack' }
const CLOSED: Verdict = { state: 'closed', reason: 'conn-refused' }
const SILENCE: Verdict = { state: 'filtered', reason: 'no-response' }

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
  readonly #deadlines: DeadlineQueue<Attempt>
  readonly #tries = new Map<PortPair, number>()
  readonly #running = new Set<Attempt>()
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
    this.#deadlines = new DeadlineQueue(options.timeoutMs, (attempt) => this.#onAnswer(attempt, 'no-answer'))
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
    const attempt = new Attempt(pair, this.#onAnswer)
    attempt.deadline = this.#deadlines.add(attempt)
    this.#running.add(attempt)
    attempt.connection = startConnect(pair, attempt)
  }

  readonly #onAnswer: OnAnswer = (attempt, answer) => {
    if (!this.#running.delete(attempt)) return
    attempt.end()
    this.#take(attempt.pair, answer)
  }

  #take(pair: PortPair, answer: Answer): void {
    this.#queue.leave(pair)
    if (answer === 'own-fault') this.#undecided.push(pair)
    else if (answer !== 'no-answer') this.#sightings.push(sighting(pair, answer))
    else if (!this.#askAgain(pair)) {
      this.#sightings.push(sighting(pair, SILENCE))
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
    for (const attempt of this.#running) attempt.end()
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

/** One connection on its way, and how long it is waited for. */
class Attempt implements ConnectListener {
  readonly pair: PortPair
  readonly #onAnswer: OnAnswer
  connection: StartedConnect | undefined
  deadline: Deadline<Attempt> | undefined

  constructor(pair: PortPair, onAnswer: OnAnswer) {
    this.pair = pair
    this.#onAnswer = onAnswer
  }

  answered(errorName: string | null): void {
    this.#onAnswer(this, errorName === null ? OPEN : answerOfError(errorName))
  }

  end(): void {
    if (this.deadline !== undefined) this.deadline.isTakenBack = true
    this.connection?.close()
  }
}

function sighting({ address, port }: PortPair, { state, reason }: Verdict): PortSighting {
  return { address, port, state, reason }
}

/** What an error of the connection says of the port, where it is the peer's or a router's doing. */
function answerOfError(errorName: string): Answer {
  switch (errorName) {
    case 'ECONNREFUSED':
      return CLOSED
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
