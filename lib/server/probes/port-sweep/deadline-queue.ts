export interface Deadline<T> {
  readonly atMs: number
  readonly value: T
  /** One that was taken back does not come. */
  isTakenBack: boolean
}

/** Deadlines that are all equally long, so that the first to come is the first to go: one timer serves them all. */
export class DeadlineQueue<T> {
  readonly #afterMs: number
  readonly #onDue: (value: T) => void
  #deadlines: Deadline<T>[] = []
  #head = 0
  #timer: NodeJS.Timeout | undefined

  constructor(afterMs: number, onDue: (value: T) => void) {
    this.#afterMs = afterMs
    this.#onDue = onDue
  }

  add(value: T): Deadline<T> {
    const deadline: Deadline<T> = { atMs: performance.now() + this.#afterMs, value, isTakenBack: false }
    this.#deadlines.push(deadline)
    this.#timer ??= setTimeout(this.#wake, this.#afterMs)
    return deadline
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#deadlines = []
    this.#head = 0
  }

  readonly #wake = () => {
    this.#timer = undefined
    const nowMs = performance.now()
    const due: T[] = []
    for (let next = this.#deadlines[this.#head]; next !== undefined; next = this.#deadlines[this.#head]) {
      if (!next.isTakenBack && next.atMs > nowMs) break
      if (!next.isTakenBack) due.push(next.value)
      this.#head += 1
    }
    this.#deadlines.splice(0, this.#head)
    this.#head = 0
    for (const value of due) this.#onDue(value)
    const [next] = this.#deadlines
    if (next !== undefined) this.#timer ??= setTimeout(this.#wake, Math.max(1, next.atMs - performance.now()))
  }
}
