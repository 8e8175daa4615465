import { expect, test } from 'vitest'
import type { TimelineEntryWire } from '@/lib/core/api/runs'
import { holderOf, takeoverMs } from './killed'

const line = (id: number, actor: string, second: number): TimelineEntryWire => ({
  id,
  at: `2026-01-01T00:00:${String(second).padStart(2, '0')}.000Z`,
  actor,
  kind: 'note',
  stepKey: null,
  text: '',
})
const killedAtMs = Date.parse('2026-01-01T00:00:10.000Z')
const timeline = [
  line(1, 'system worker host-a-11-0a1b2c', 9),
  line(2, 'commander@example.org', 9),
  line(3, 'system worker host-a-11-0a1b2c', 10),
]

test('the holder is the worker that had the last word, people set aside', () => {
  const run = { timeline: [...timeline].reverse() } as Parameters<typeof holderOf>[0]
  expect(holderOf(run)).toBe(11)
  expect(holderOf(undefined)).toBeUndefined()
})

test('what the dead still wrote is no take-over: another must have spoken', () => {
  const killed = { victims: 'holder', pids: [11], atMs: killedAtMs - 500 } as const
  expect(takeoverMs({ timeline }, killed)).toBeNull()
  const other = line(4, 'system worker host-a-12-ffeedd', 14)
  expect(takeoverMs({ timeline: [...timeline, other] }, killed)).toBe(4_500)
})
