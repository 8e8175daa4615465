export type Taken = { readonly isTaken: true } | { readonly isTaken: false; readonly waitMs: number }

/**
 * Never more than so many requests in any period: a token bucket that holds half of them, and is refilled with the other
 * half over the period. Over its own limit the API blocks every call of the
 * user for five minutes, the dashboard's included, which in an attack would lock everybody out.
 */
export class RequestBudget {
  readonly #capacity: number
  #left: number
  #filledAtMs: number

  constructor(
    readonly requests: number,
    readonly periodMs: number,
    nowMs: number,
  ) {
    this.#capacity = Math.floor(requests / 2)
    this.#left = this.#capacity
    this.#filledAtMs = nowMs
  }

  /** What evaluations leave to runs, which must act at once. */
  get reserve(): number {
    return Math.floor(this.#capacity / 2)
  }

  /** Takes one where `kept` are left then; or gives the milliseconds until there is one. */
  take(nowMs: number, kept = 0): Taken {
    const perMs = this.#capacity / this.periodMs
    this.#left = Math.min(this.#capacity, this.#left + Math.max(0, nowMs - this.#filledAtMs) * perMs)
    this.#filledAtMs = nowMs
    const wanted = 1 + kept
    if (this.#left < wanted) return { isTaken: false, waitMs: Math.ceil((wanted - this.#left) / perMs) }
    this.#left -= 1
    return { isTaken: true }
  }
}
