import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'
import { defineProbe, type ProbeContext } from '@/lib/core/probes/probe-definition'
import { judgement } from './judgement'
import { registerProbe } from './register-probe'
import { runProbe } from './run-probe'

const clock = { nowMs: () => Date.now() }
const secrets = {
  read: (reference: string) =>
    Promise.reject(new AppError('unavailable', `the secret ${reference} is not set`)),
}

function probeOf(measure: (context: ProbeContext) => Promise<string>) {
  const definition = defineProbe<{ readonly host: string }, string>({
    kind: 'sample',
    title: 'Sample',
    settings: z.strictObject({ host: z.string() }),
    measure: (_settings, context) => measure(context),
    judge: (measured) => judgement('healthy', measured),
  })
  return registerProbe(definition)
}

function run(measure: (context: ProbeContext) => Promise<string>, settings: unknown = { host: 'a' }) {
  const dropHeld = vi.fn()
  const holder = { held: () => Promise.reject(new Error('nothing is held here')), dropHeld }
  const result = runProbe(probeOf(measure), settings, { timeoutMs: 5_000, clock, secrets, holder })
  return { result, dropHeld }
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000 })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('running a probe', () => {
  it('gives the judgement and the times between which it was measured', async () => {
    const { result } = run(async () => {
      await vi.advanceTimersByTimeAsync(30)
      return 'is well'
    })
    expect(await result).toMatchObject({
      startedAtMs: 1_000,
      finishedAtMs: 1_030,
      judgement: { status: 'healthy', reason: 'is well' },
    })
  })

  it('leaves no timer behind', async () => {
    await run(async () => 'is well').result
    expect(vi.getTimerCount()).toBe(0)
  })

  it('aborts at the deadline, and takes what the measurement then hands in', async () => {
    const { result } = run(
      (context) =>
        new Promise((done) => context.signal.addEventListener('abort', () => done('no answer in 5 s'))),
    )
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await result).toMatchObject({ finishedAtMs: 6_000, judgement: { reason: 'no answer in 5 s' } })
  })

  it('ends 250 ms after the deadline, whatever the measurement does, and gives up its connection', async () => {
    const { result, dropHeld } = run(() => new Promise(() => undefined))
    await vi.advanceTimersByTimeAsync(5_250)
    expect(await result).toMatchObject({
      finishedAtMs: 6_250,
      judgement: { status: 'unknown', reason: 'the measurement itself did not end in 5 s' },
    })
    expect(dropHeld).toHaveBeenCalled()
  })

  it('is unknown when a secret is missing, and names it', async () => {
    const { result } = run((context) => context.secret('env:TOKEN'))
    expect((await result).judgement).toMatchObject({
      status: 'unknown',
      reason: 'the secret env:TOKEN is not set',
    })
  })

  it('is unknown when the probe itself fails, without words that may quote a secret', async () => {
    const { result } = run(() => Promise.reject(new Error('password=hunter2')))
    expect((await result).judgement).toMatchObject({ status: 'unknown', reason: 'the probe itself failed' })
  })

  it('is unknown when the settings do not fit, and says which', async () => {
    const { result } = run(async () => 'is well', { host: 'a', colour: 'red' })
    const judged = (await result).judgement
    expect(judged.status).toBe('unknown')
    expect(judged.reason).toContain('colour')
  })
})
