import { describe, expect, test } from 'vitest'
import { isExpectedCode, nextOriginHealth, UNCHECKED } from '@/lab/cloudflare/pool-health'
import { Monitor } from '@/lab/cloudflare/state'

const MONITOR = Monitor.parse({
  id: 'm',
  consecutive_down: 3,
  consecutive_up: 2,
  created_on: '',
  modified_on: '',
})
const PASSED = { isPassed: true, responseCode: 200, reason: 'No failures', rttMs: 1 }
const FAILED = { isPassed: false, responseCode: undefined, reason: 'TCP connection failed', rttMs: 1 }

describe('nextOriginHealth', () => {
  test('three failures in a row take an origin out, two passes bring it back', () => {
    const results = [PASSED, FAILED, FAILED, PASSED, FAILED, FAILED, FAILED, PASSED, PASSED]
    const seen: boolean[] = []
    let health = UNCHECKED
    for (const result of results) {
      health = nextOriginHealth(health, result, MONITOR)
      seen.push(health.isHealthy)
    }
    expect(seen).toEqual([true, true, true, true, true, true, false, false, true])
  })

  test('an origin that was never checked may serve', () => {
    expect(UNCHECKED.isHealthy).toBe(true)
  })
})

test.each([
  ['200', 200, true],
  ['2xx', 204, true],
  ['200,302', 302, true],
  ['2xx', 503, false],
])('expected %s, code %i: %s', (expected, code, isExpected) => {
  expect(isExpectedCode(expected, code)).toBe(isExpected)
})
