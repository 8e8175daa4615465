interface Entry {
  readonly key: string
  readonly dueAtMs: number
}

/**
 * Keys by the instant at which they are due: a binary heap in which a key that was given a new instant leaves
 * its old entry behind until it surfaces. Each operation costs the logarithm of the number of keys.
 */
export class DueQueue {
  readonly #heap: Entry[] = []
  readonly #dueAtMs = new Map<string, Entry>()

  get size(): number {
    return this.#dueAtMs.size
  }

  /** Adds a key, or moves it to another instant. */
  set(key: string, dueAtMs: number): void {
    const entry = { key, dueAtMs }
    this.#dueAtMs.set(key, entry)
    this.#heap.push(entry)
    this.#rise(this.#heap.length - 1)
    if (this.#heap.length > 64 && this.#heap.length > 4 * this.#dueAtMs.size) this.#compact()
  }

  delete(key: string): void {
    this.#dueAtMs.delete(key)
  }

  dueAt(key: string): number | undefined {
    return this.#dueAtMs.get(key)?.dueAtMs
  }

  /** When the next key is due; undefined when the queue is empty. */
  peekMs(): number | undefined {
    this.#dropStale()
    return this.#heap[0]?.dueAtMs
  }

  /** Takes out the key that is due first, if it is due at `nowMs`. */
  takeDue(nowMs: number): { readonly key: string; readonly dueAtMs: number } | undefined {
    this.#dropStale()
    const first = this.#heap[0]
    if (first === undefined || first.dueAtMs > nowMs) return undefined
    this.#removeFirst()
    this.#dueAtMs.delete(first.key)
    return first
  }

  #dropStale(): void {
    for (let first = this.#heap[0]; first !== undefined; first = this.#heap[0]) {
      if (this.#dueAtMs.get(first.key) === first) return
      this.#removeFirst()
    }
  }

  #compact(): void {
    this.#heap.splice(0, this.#heap.length, ...this.#dueAtMs.values())
    this.#heap.sort((one, other) => one.dueAtMs - other.dueAtMs)
  }

  #removeFirst(): void {
    const last = this.#heap.pop()
    if (last === undefined || this.#heap.length === 0) return
    this.#heap[0] = last
    this.#sink(0)
  }

  #rise(from: number): void {
    let index = from
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!this.#swapWhenEarlier(index, parent)) return
      index = parent
    }
  }

  #sink(from: number): void {
    let index = from
    for (;;) {
      const left = 2 * index + 1
      const right = left + 1
      const child = this.#isEarlier(right, left) ? right : left
      if (!this.#swapWhenEarlier(child, index)) return
      index = child
    }
  }

  #isEarlier(index: number, than: number): boolean {
    const one = this.#heap[index]
    const other = this.#heap[than]
    return one !== undefined && other !== undefined && one.dueAtMs < other.dueAtMs
  }

  #swapWhenEarlier(index: number, than: number): boolean {
    const one = this.#heap[index]
    const other = this.#heap[than]
    if (one === undefined || other === undefined || one.dueAtMs >= other.dueAtMs) return false
    this.#heap[index] = other
    this.#heap[than] = one
    return true
  }
}
