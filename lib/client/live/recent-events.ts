import type { EventWire } from '@/lib/core/api/events'

type Listener = () => void

const kept = 100

/** The newest events that came while the page was open, newest first. */
export class RecentEvents {
  #events: readonly EventWire[] = []
  readonly #listeners = new Set<Listener>()

  readonly get = (): readonly EventWire[] => this.#events

  readonly subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** An event that came before, as after a reconnection, is not taken twice. */
  add(event: EventWire): void {
    if (this.#events.some((known) => known.id === event.id)) return
    this.#events = [event, ...this.#events].toSorted((a, b) => b.id - a.id).slice(0, kept)
    for (const listener of [...this.#listeners]) listener()
  }
}
