import { describe, expect, test } from 'vitest'
import { clockState } from './clock-state'

const startedAt = '2026-11-25T17:31:00.000Z'
const startedAtMs = Date.parse(startedAt)
const running = { objectiveMs: 300_000, elapsedMs: 1_000, met: null, startedAt, stoppedAt: null }

describe('the clock of a run', () => {
  test('ticks from the first failed observation, whatever the server said last', () => {
    expect(clockState(running, startedAtMs + 72_000)).toEqual({
      elapsedMs: 72_000,
      isRunning: true,
      tone: 'calm',
    })
  })

  test('warns in the last quarter, before the objective is missed', () => {
    expect(clockState(running, startedAtMs + 224_999).tone).toBe('calm')
    expect(clockState(running, startedAtMs + 225_000).tone).toBe('warning')
    expect(clockState(running, startedAtMs + 300_000).tone).toBe('warning')
    expect(clockState(running, startedAtMs + 300_001).tone).toBe('missed')
  })

  test('stands still once service is back, at what the server measured', () => {
    const stopped = { ...running, elapsedMs: 41_000, met: true, stoppedAt: '2026-11-25T17:31:41.000Z' }
    expect(clockState(stopped, startedAtMs + 900_000)).toEqual({
      elapsedMs: 41_000,
      isRunning: false,
      tone: 'met',
    })
  })

  test('an objective of none hurries from the first second, and is missed when the server says so', () => {
    const atOnce = { ...running, objectiveMs: 0 }
    expect(clockState(atOnce, startedAtMs + 1_000).tone).toBe('warning')
    expect(clockState({ ...atOnce, met: false }, startedAtMs + 61_000).tone).toBe('missed')
    expect(clockState({ ...atOnce, met: false, stoppedAt: startedAt }, startedAtMs).tone).toBe('missed')
  })

  test('a browser whose clock is behind never shows less than nothing', () => {
    expect(clockState(running, startedAtMs - 5_000).elapsedMs).toBe(0)
  })

  test('before anything failed there is nothing to count', () => {
    const before = { ...running, elapsedMs: 0, startedAt: null }
    expect(clockState(before, startedAtMs)).toEqual({ elapsedMs: 0, isRunning: false, tone: 'calm' })
  })
})
