import type { z } from 'zod'
import { endpointUrl } from '@/lib/client/api-client'
import { type StreamMessageName, streamEvents, streamMessageSchemas } from '@/lib/core/api/events'
import { reconnectDelayMs } from './connection'

type Message<Name extends StreamMessageName> = z.infer<(typeof streamMessageSchemas)[Name]>

export interface StreamHandlers {
  /** The stream runs, for the first time or again: what was missed must be read. */
  onOpen(): void
  /** The stream broke and is being opened again. */
  onBreak(): void
  onEvent(event: Message<'event'>): void
  onPatch(patch: Message<'patch'>): void
  onTick(tick: Message<'tick'>): void
  onResync(resync: Message<'resync'>): void
}

/**
 * The server's stream of events, kept open: it is opened again after every break, later each time, and goes on
 * after the last event that came. One `EventSource` at a time.
 */
export class EventStream {
  readonly #handlers: StreamHandlers
  #source: EventSource | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #failures = 0
  #lastEventId: string | undefined

  constructor(handlers: StreamHandlers) {
    this.#handlers = handlers
  }

  open(): void {
    this.close()
    const query = this.#lastEventId === undefined ? {} : { lastEventId: this.#lastEventId }
    const source = new EventSource(endpointUrl(streamEvents, { query }))
    this.#source = source
    source.onopen = () => {
      this.#failures = 0
      this.#handlers.onOpen()
    }
    source.onerror = () => this.#breakOff()
    this.#listen(source, 'event', (event) => this.#handlers.onEvent(event))
    this.#listen(source, 'patch', (patch) => this.#handlers.onPatch(patch))
    this.#listen(source, 'tick', (tick) => this.#handlers.onTick(tick))
    this.#listen(source, 'resync', (resync) => this.#handlers.onResync(resync))
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#source?.close()
    this.#source = undefined
  }

  /** The browser would retry by itself, but not after an answer that is no stream, and never more slowly. */
  #breakOff(): void {
    this.close()
    this.#handlers.onBreak()
    this.#timer = setTimeout(() => this.open(), reconnectDelayMs(this.#failures, Math.random()))
    this.#failures += 1
  }

  #listen<Name extends StreamMessageName>(
    source: EventSource,
    name: Name,
    take: (message: Message<Name>) => void,
  ): void {
    source.addEventListener(name, (message: MessageEvent<string>) => {
      if (message.lastEventId !== '') this.#lastEventId = message.lastEventId
      const parsed = streamMessageSchemas[name].safeParse(JSON.parse(message.data))
      if (parsed.success) take(parsed.data as Message<Name>)
      else console.error(`A message "${name}" of the event stream could not be read`, parsed.error)
    })
  }
}
