import { Client } from 'pg'

/** The channel that the event table's trigger notifies. */
const CHANNEL = 'switchyard_event'
const CONNECT_DEADLINE_MS = 5_000
const FIRST_RETRY_MS = 100
const LONGEST_RETRY_MS = 5_000

interface DoorbellOptions {
  /** Rings at every commit of events, and after each connecting: what happened meanwhile rang nowhere. */
  readonly onRing: () => void
  /** The connection is gone and being opened again; without an error when the server closed it politely. */
  readonly onLost: (error: unknown) => void
}

export interface Doorbell {
  close(): Promise<void>
}

/** Listens for new events on a connection of its own, which is opened again for as long as it takes. */
export function listenForEvents(url: string, options: DoorbellOptions): Doorbell {
  return new ListeningDoorbell(url, options)
}

class ListeningDoorbell implements Doorbell {
  readonly #url: string
  readonly #options: DoorbellOptions
  #client: Client | undefined
  #retry: NodeJS.Timeout | undefined
  #retryMs = FIRST_RETRY_MS
  #isClosed = false

  constructor(url: string, options: DoorbellOptions) {
    this.#url = url
    this.#options = options
    void this.#connect()
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#retry)
    const client = this.#client
    this.#client = undefined
    await client?.end()
  }

  async #connect(): Promise<void> {
    const client = new Client({
      connectionString: this.#url,
      connectionTimeoutMillis: CONNECT_DEADLINE_MS,
      query_timeout: CONNECT_DEADLINE_MS,
      keepAlive: true,
    })
    this.#client = client
    client.on('error', (error) => this.#lose(client, error))
    client.on('end', () => this.#lose(client, undefined))
    client.on('notification', () => this.#options.onRing())
    try {
      await client.connect()
      await client.query(`LISTEN ${CHANNEL}`)
    } catch (error) {
      this.#lose(client, error)
      return
    }
    if (this.#client !== client) return
    this.#retryMs = FIRST_RETRY_MS
    this.#options.onRing()
  }

  #lose(client: Client, error: unknown): void {
    if (this.#client !== client) return
    this.#client = undefined
    client.end().catch((endError: unknown) => this.#options.onLost(endError))
    this.#options.onLost(error)
    if (this.#isClosed) return
    const waitMs = this.#retryMs * (0.5 + Math.random())
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS)
    this.#retry = setTimeout(() => void this.#connect(), waitMs)
  }
}
