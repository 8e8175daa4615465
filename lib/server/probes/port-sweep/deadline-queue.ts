interface Entry<T> {
  readonly atMs: number
  value: T | undefined
}

/** Deadlines that are all equally long, so that the first to come is the first to go: one timer serves them all. */
export class DeadlineQueue<T> {
  readonly #afterMs: number
  readonly #onDue: (value: T) => void
  #entries: Entry<T>[] = []
  #head = 0
  #timer: NodeJS.Timeout | undefined

  constructor(afterMs: number, onDue: (value: T) => void) {
    this.#afterMs = afterMs
    this.#onDue = onDue
  }

  /** Returns how to take it out again. */
  add(value: T): () => void {
    const entry: Entry<T> = { atMs: performance.now() + this.#afterMs, value }
    this.#entries.push(entry)
    this.#timer ??= setTimeout(this.#wake, this.#afterMs)
    return () => {
      entry.value = undefined
    }
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#entries = []
    this.#head = 0
  }

  readonly #wake = () => {
    this.#timer = undefined
    const nowMs = performance.now()
    const due: T[] = []
    for (let entry = this.#entries[this.#head]; entry !== undefined; entry = this.#entries[this.#head]) {
      if (entry.value !== undefined && entry.atMs > nowMs) break
      if (entry.value !== undefined) due.push(entry.value)
      this.#head += 1
    }
    this.#entries.splice(0, this.#head)
    this.#head = 0
    for (const value of due) this.#onDue(value)
    const [next] = this.#entries
    if (next !== undefined) this.#timer ??= setTimeout(this.#wake, Math.max(1, next.atMs - performance.now()))
  }
}
