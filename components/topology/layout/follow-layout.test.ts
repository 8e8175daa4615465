import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { attemptMs, followLayout, type Layout, patienceMs, retryMs } from './follow-layout'

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

interface Attempt {
  readonly signal: AbortSignal
  succeed(positions: string): void
  fail(): void
}

function follow() {
  const attempts: Attempt[] = []
  const told: Layout<string>[] = []
  const stop = followLayout<string>({
    compute: (signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason))
        attempts.push({ signal, succeed: resolve, fail: () => reject(new Error('lost')) })
      }),
    plain: () => 'plain',
    onLayout: (layout) => told.push(layout),
  })
  return { attempts, told, stop, last: () => attempts.at(-1) as Attempt }
}

test('a layout in time is the only one told', async () => {
  const { told, last } = follow()
  last().succeed('full')
  await vi.advanceTimersByTimeAsync(patienceMs * 2)
  expect(told).toEqual([{ positions: 'full', isFull: true }])
})

test('a plain layout stands in for a late one, which is taken when it comes', async () => {
  const { attempts, told, last } = follow()
  await vi.advanceTimersByTimeAsync(patienceMs)
  expect(told).toEqual([{ positions: 'plain', isFull: false }])
  last().succeed('full')
  await vi.advanceTimersByTimeAsync(0)
  expect(told.at(-1)).toEqual({ positions: 'full', isFull: true })
  expect(attempts).toHaveLength(1)
})

test('a layout that failed is asked for again, later each time', async () => {
  const { attempts, told, last } = follow()
  last().fail()
  await vi.advanceTimersByTimeAsync(0)
  expect(told).toEqual([{ positions: 'plain', isFull: false }])
  await vi.advanceTimersByTimeAsync(retryMs)
  expect(attempts).toHaveLength(2)
  last().fail()
  await vi.advanceTimersByTimeAsync(retryMs)
  expect(attempts).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(retryMs)
  expect(attempts).toHaveLength(3)
  last().succeed('full')
  await vi.advanceTimersByTimeAsync(0)
  expect(told.map(({ positions }) => positions)).toEqual(['plain', 'full'])
})

test('a worker that is silent for good is ended and begun anew', async () => {
  const { attempts } = follow()
  await vi.advanceTimersByTimeAsync(attemptMs)
  expect(attempts[0]?.signal.aborted).toBe(true)
  await vi.advanceTimersByTimeAsync(retryMs)
  expect(attempts).toHaveLength(2)
})

test('nothing is told or tried after the end', async () => {
  const { attempts, told, stop, last } = follow()
  stop()
  expect(last().signal.aborted).toBe(true)
  await vi.advanceTimersByTimeAsync(attemptMs * 3)
  expect(attempts).toHaveLength(1)
  expect(told).toEqual([])
})
