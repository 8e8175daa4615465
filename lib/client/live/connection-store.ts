import { type Connection, firstConnection } from './connection'

type Listener = () => void

/** Holds how the page is connected, and the one second hand that everything on it moves by. */
export class ConnectionStore {
  #connection: Connection = firstConnection
  #secondMs = Date.now()
  #timer: ReturnType<typeof setInterval> | undefined
  readonly #listeners = new Set<Listener>()
  readonly #secondListeners = new Set<Listener>()

  readonly get = (): Connection => this.#connection

  /** This browser's clock at the last beat of the second hand: the same for all who ask before the next. */
  readonly browserNowMs = (): number => this.#secondMs

  /** The server's clock at the last beat. */
  readonly serverNowMs = (): number => this.#secondMs + this.#connection.clockOffsetMs

  readonly subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly subscribeToSeconds = (listener: Listener): (() => void) => {
    this.#secondListeners.add(listener)
    return () => this.#secondListeners.delete(listener)
  }

  change(part: Partial<Connection>): void {
    this.#connection = { ...this.#connection, ...part }
    for (const listener of [...this.#listeners]) listener()
    this.#tick()
  }

  /** Something came: the page is fresh, and the server's clock is known anew. */
  hear(serverNowMs: number | null): void {
    const browserNowMs = Date.now()
    const clockOffsetMs =
      serverNowMs === null
        ? this.#connection.clockOffsetMs
        : steadyOffset(this.#connection, serverNowMs - browserNowMs)
    this.change({ phase: 'open', lastNewsAtMs: browserNowMs, clockOffsetMs })
  }

  start(): () => void {
    this.#timer = setInterval(() => this.#tick(), 1_000)
    return () => clearInterval(this.#timer)
  }

  #tick(): void {
    this.#secondMs = Date.now()
    for (const listener of [...this.#secondListeners]) listener()
  }
}

const jitterMs = 250

/** Small differences are the network's, not the clock's; following them would make seconds jump. */
function steadyOffset(connection: Connection, measuredMs: number): number {
  const isFirst = connection.lastNewsAtMs === null
  const moved = Math.abs(measuredMs - connection.clockOffsetMs)
  return isFirst || moved > jitterMs ? measuredMs : connection.clockOffsetMs
}
