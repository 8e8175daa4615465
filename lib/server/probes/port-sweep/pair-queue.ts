import type { PortPair } from './port-pair'

interface Host {
  isReady: boolean
  waiting: PortPair[]
  next: number
  running: Set<PortPair>
}

/** Gives pairs out host by host in turn, and no host more at once than it may get. */
export class PairQueue {
  readonly #hosts = new Map<string, Host>()
  readonly #mostPerHost: number
  /** Hosts that have something waiting and may get it; each at most once. */
  readonly #ready: Host[] = []

  constructor(pairs: readonly PortPair[], mostPerHost: number) {
    this.#mostPerHost = mostPerHost
    for (const pair of pairs) this.#hostOf(pair).waiting.push(pair)
    for (const host of this.#hosts.values()) this.#offer(host)
  }

  take(): PortPair | undefined {
    for (let host = this.#ready.shift(); host !== undefined; host = this.#ready.shift()) {
      host.isReady = false
      const pair = host.waiting[host.next]
      if (pair === undefined || host.running.size >= this.#mostPerHost) continue
      host.next += 1
      host.running.add(pair)
      this.#offer(host)
      return pair
    }
    return undefined
  }

  leave(pair: PortPair): void {
    const host = this.#hostOf(pair)
    host.running.delete(pair)
    this.#offer(host)
  }

  /** To be asked again, after all others of its host. */
  putBack(pair: PortPair): void {
    const host = this.#hostOf(pair)
    host.waiting.push(pair)
    this.#offer(host)
  }

  unfinished(): readonly PortPair[] {
    return [...this.#hosts.values()].flatMap(({ waiting, next, running }) => [
      ...running,
      ...waiting.slice(next),
    ])
  }

  #offer(host: Host): void {
    if (host.isReady || host.next >= host.waiting.length || host.running.size >= this.#mostPerHost) return
    host.isReady = true
    this.#ready.push(host)
  }

  #hostOf({ address }: PortPair): Host {
    const known = this.#hosts.get(address)
    if (known !== undefined) return known
    const host: Host = { isReady: false, waiting: [], next: 0, running: new Set() }
    this.#hosts.set(address, host)
    return host
  }
}
