import { describe, expect, test } from 'vitest'
import { RateLimiter } from '@/lab/cloudflare/rate-limiter'

const LIMIT = { periodMs: 60_000, requests: 3, mitigationMs: 30_000 }

function hits(limiter: RateLimiter, key: string, count: number, nowMs: number) {
  return Array.from({ length: count }, () => limiter.hit(key, LIMIT, nowMs).isBlocked)
}

describe('RateLimiter', () => {
  test('the request after the last allowed one is blocked, for the mitigation time', () => {
    const limiter = new RateLimiter()
    expect(hits(limiter, 'a', 4, 0)).toEqual([false, false, false, true])
    expect(limiter.hit('a', LIMIT, 29_999)).toEqual({ isBlocked: true, retryAfterMs: 1 })
  })

  test('a new window begins when the period is over and nothing blocks', () => {
    const limiter = new RateLimiter()
    hits(limiter, 'a', 3, 0)
    expect(limiter.hit('a', LIMIT, 60_000)).toEqual({ isBlocked: false, remaining: 2 })
  })

  test('a block outlasts its window', () => {
    const limiter = new RateLimiter()
    hits(limiter, 'a', 3, 0)
    expect(limiter.hit('a', LIMIT, 59_000).isBlocked).toBe(true)
    expect(limiter.hit('a', LIMIT, 61_000).isBlocked).toBe(true)
    expect(limiter.hit('a', LIMIT, 89_000).isBlocked).toBe(false)
  })

  test('one visitor never uses up the allowance of another', () => {
    const limiter = new RateLimiter()
    hits(limiter, 'a', 10, 0)
    expect(hits(limiter, 'b', 3, 0)).toEqual([false, false, false])
  })
})
