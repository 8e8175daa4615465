import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLog } from '@/lib/server/log'
import { RepeatedWork } from './repeated-work'

const log = createLog('test', 'silent')
beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function workOf(work: () => Promise<void>): RepeatedWork {
  return new RepeatedWork({ everyMs: 1_000, work, log, failure: 'not done' })
}

test('it is done at the start and at every time after', async () => {
  const work = vi.fn(async () => undefined)
  const repeated = workOf(work)
  repeated.start()
  await vi.advanceTimersByTimeAsync(3_000)
  expect(work).toHaveBeenCalledTimes(4)
  await repeated.stop()
})

test('asked ten times while at it, it is done once more, and never twice at a time', async () => {
  let [atIt, most] = [0, 0]
  let end: () => void = () => undefined
  const work = vi.fn(async () => {
    most = Math.max(most, ++atIt)
    await new Promise<void>((resolve) => {
      end = resolve
    })
    atIt -= 1
  })
  const repeated = workOf(work)
  repeated.ask()
  for (let asked = 0; asked < 10; asked++) repeated.ask()
  end()
  await vi.advanceTimersByTimeAsync(0)
  expect(work).toHaveBeenCalledTimes(2)
  end()
  await repeated.stop()
  expect(work).toHaveBeenCalledTimes(2)
  expect(most).toBe(1)
})

test('work that failed is told, and tried again at its next time', async () => {
  const warn = vi.spyOn(log, 'warn')
  const work = vi.fn().mockRejectedValueOnce(new Error('database away')).mockResolvedValue(undefined)
  const repeated = workOf(work)
  repeated.start()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(warn).toHaveBeenCalledExactlyOnceWith({ err: new Error('database away') }, 'not done')
  expect(work).toHaveBeenCalledTimes(2)
  await repeated.stop()
})

test('a stop waits for what is being done, and nothing begins after it', async () => {
  let end: () => void = () => undefined
  const work = vi.fn(
    () =>
      new Promise<void>((resolve) => {
        end = resolve
      }),
  )
  const repeated = workOf(work)
  repeated.start()
  const stopped = vi.fn()
  const stopping = repeated.stop().then(stopped)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(stopped).not.toHaveBeenCalled()
  end()
  await stopping
  repeated.ask()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(work).toHaveBeenCalledOnce()
})
