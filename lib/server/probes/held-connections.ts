import type { HeldConnection } from '@/lib/core/probes/probe-definition'
import type { Clock } from '@/lib/core/time/clock'
import type { ConnectionHolder } from './run-probe'

/** A connection that breaks sooner is a hasty one: two of them in a row say more of the peer's manners. */
const HASTY_MS = 1_000

interface Entry {
  readonly owner: string
  readonly connection: HeldConnection<unknown>
}

interface HeldConnectionsOptions {
  readonly clock: Clock
  /** Called once for a held connection that the other side broke; the reason is for people. */
  readonly onSuspect: (probeSlug: string, reason: string) => void
}

/** The connections that probes keep open between two measurements, at most one a probe. */
export class HeldConnections {
  readonly #entries = new Map<string, Entry>()
  /** Probes whose last connection was hasty: their peer hangs up, and each suspicion would open the next one. */
  readonly #hasty = new Set<string>()
  readonly #options: HeldConnectionsOptions

  constructor(options: HeldConnectionsOptions) {
    this.#options = options
  }

  /** `owner` says for whom it was opened, kind and settings: after a change of either another is opened. */
  holderFor(slug: string, owner: string): ConnectionHolder {
    return {
      held: (open) => this.#hold(slug, owner, open),
      dropHeld: () => this.drop(slug),
    }
  }

  drop(slug: string): void {
    const entry = this.#entries.get(slug)
    if (!entry) return
    this.#entries.delete(slug)
    entry.connection.close()
  }

  close(): void {
    for (const slug of [...this.#entries.keys()]) this.drop(slug)
  }

  async #hold<T>(slug: string, owner: string, open: () => Promise<HeldConnection<T>>): Promise<T> {
    const entry = this.#entries.get(slug)
    if (entry?.owner === owner) return heldValue<T>(entry)
    this.drop(slug)
    const connection = await open()
    this.drop(slug)
    this.#keep(slug, { owner, connection })
    return connection.value
  }

  #keep(slug: string, entry: Entry): void {
    const openedAtMs = this.#options.clock.nowMs()
    this.#entries.set(slug, entry)
    entry.connection.onBreak((reason) => {
      if (this.#entries.get(slug) !== entry) return
      this.drop(slug)
      const isHasty = this.#options.clock.nowMs() - openedAtMs < HASTY_MS
      const isRepeated = isHasty && this.#hasty.has(slug)
      if (isHasty) this.#hasty.add(slug)
      else this.#hasty.delete(slug)
      if (!isRepeated) this.#options.onSuspect(slug, reason)
    })
  }
}

/** The owner names kind and settings, and one kind holds one type of connection: so the type is known. */
function heldValue<T>(entry: Entry): T {
  return entry.connection.value as T
}
