import { expect, it, vi } from 'vitest'
import { createSharedLooks } from './shared-looks'

it('asks a question once for all who look within five seconds, and again later', async () => {
  let nowMs = 0
  const looks = createSharedLooks({ nowMs: () => nowMs })
  const ask = vi.fn(async () => nowMs)
  expect(await Promise.all([looks.share('level', ask), looks.share('level', ask)])).toEqual([0, 0])
  nowMs = 4_999
  expect(await looks.share('level', ask)).toBe(0)
  expect(ask).toHaveBeenCalledTimes(1)
  nowMs = 5_000
  expect(await looks.share('level', ask)).toBe(5_000)
})

it('takes no answer to another question, and no failure for an answer', async () => {
  const looks = createSharedLooks({ nowMs: () => 0 })
  expect(await looks.share('level', async () => 'high')).toBe('high')
  expect(await looks.share('pools', async () => 'two')).toBe('two')
  await expect(looks.share('zone', () => Promise.reject(new Error('refused')))).rejects.toThrow('refused')
  expect(await looks.share('zone', async () => 'active')).toBe('active')
})
