import type { PortPair } from './port-pair'

interface Host {
  waiting: PortPair[]
  next: number
  running: Set<PortPair>
}

/** Gives pairs out host by host in turn, and no host more at once than it may get. */
export class PairQueue {
  readonly #hosts = new Map<string, Host>()
  readonly #mostPerHost: number
  /** Hosts that have something waiting and may get it; each at most once. */
  #ready: string[] = []
  readonly #isReady = new Set<string>()

  constructor(pairs: readonly PortPair[], mostPerHost: number) {
    this.#mostPerHost = mostPerHost
    for (const pair of pairs) this.#hostOf(pair).waiting.push(pair)
    for (const address of this.#hosts.keys()) this.#offer(address)
  }

  take(): PortPair | undefined {
    for (let address = this.#ready.shift(); address !== undefined; address = this.#ready.shift()) {
      this.#isReady.delete(address)
      const host = this.#hosts.get(address)
      const pair = host?.waiting[host.next]
      if (host === undefined || pair === undefined || host.running.size >= this.#mostPerHost) continue
      host.next += 1
      host.running.add(pair)
      this.#offer(address)
      return pair
    }
    return undefined
  }

  leave(pair: PortPair): void {
    this.#hostOf(pair).running.delete(pair)
    this.#offer(pair.address)
  }

  /** To be asked again, after all others of its host. */
  putBack(pair: PortPair): void {
    this.#hostOf(pair).waiting.push(pair)
    this.#offer(pair.address)
  }

  unfinished(): readonly PortPair[] {
    return [...this.#hosts.values()].flatMap(({ waiting, next, running }) => [
      ...running,
      ...waiting.slice(next),
    ])
  }

  #offer(address: string): void {
    const host = this.#hosts.get(address)
    if (host === undefined || this.#isReady.has(address)) return
    if (host.next >= host.waiting.length || host.running.size >= this.#mostPerHost) return
    this.#isReady.add(address)
    this.#ready.push(address)
  }

  #hostOf({ address }: PortPair): Host {
    const known = this.#hosts.get(address)
    if (known !== undefined) return known
    const host: Host = { waiting: [], next: 0, running: new Set() }
    this.#hosts.set(address, host)
    return host
  }
}
