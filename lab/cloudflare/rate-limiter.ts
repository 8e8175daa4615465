interface Window {
  readonly startedAtMs: number
  count: number
  blockedUntilMs: number
}

export interface Limit {
  readonly periodMs: number
  readonly requests: number
  readonly mitigationMs: number
}

export type LimitVerdict =
  | { readonly isBlocked: false; readonly remaining: number }
  | { readonly isBlocked: true; readonly retryAfterMs: number }

const MOST_KEYS = 50_000

/** Counts requests by key in fixed windows. Past its limit a key is blocked for the mitigation time. */
export class RateLimiter {
  readonly #windows = new Map<string, Window>()

  hit(key: string, limit: Limit, nowMs: number): LimitVerdict {
    const window = this.#windowOf(key, limit, nowMs)
    if (nowMs < window.blockedUntilMs) return { isBlocked: true, retryAfterMs: window.blockedUntilMs - nowMs }
    window.count += 1
    if (window.count <= limit.requests) return { isBlocked: false, remaining: limit.requests - window.count }
    const windowEndsAtMs = window.startedAtMs + limit.periodMs
    window.blockedUntilMs = limit.mitigationMs > 0 ? nowMs + limit.mitigationMs : windowEndsAtMs
    return { isBlocked: true, retryAfterMs: window.blockedUntilMs - nowMs }
  }

  #windowOf(key: string, limit: Limit, nowMs: number): Window {
    const found = this.#windows.get(key)
    const isCurrent = found && (nowMs < found.startedAtMs + limit.periodMs || nowMs < found.blockedUntilMs)
    if (isCurrent) return found
    this.#windows.delete(key)
    const window = { startedAtMs: nowMs, count: 0, blockedUntilMs: 0 }
    this.#windows.set(key, window)
    this.#forgetOldest()
    return window
  }

  /** A flood from many addresses must not eat the memory: the longest known key goes first. */
  #forgetOldest(): void {
    if (this.#windows.size <= MOST_KEYS) return
    const oldest = this.#windows.keys().next()
    if (!oldest.done) this.#windows.delete(oldest.value)
  }
}
