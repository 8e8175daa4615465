import { hostname, tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { failed } from './failure'
import { fastcgiProbe } from './fastcgi.probe'
import type { FastCgiAnswer } from './wire/fastcgi'

const settings = fastcgiProbe.settings.parse({ host: '10.0.0.1', statusPath: '/status' })

function answer(body: string, status = 200): FastCgiAnswer {
  return { outcome: 'answered', status, body, responseMs: 2 }
}

function pool(change: Record<string, unknown> = {}): FastCgiAnswer {
  return answer(
    JSON.stringify({
      pool: 'www',
      'process manager': 'dynamic',
      'start since': 60,
      'accepted conn': 10,
      'listen queue': 0,
      'idle processes': 3,
      'active processes': 1,
      'total processes': 4,
      'max children reached': 0,
      ...change,
    }),
  )
}

describe('the judgement of PHP-FPM', () => {
  it('is healthy with its busy workers', () => {
    expect(fastcgiProbe.judge({ ping: answer('pong'), status: pool() }, settings, 0)).toMatchObject({
      status: 'healthy',
      reason: '1 of 4 workers busy',
      figures: { busyWorkers: 1, idleWorkers: 3, queuedRequests: 0 },
    })
  })

  it('is degraded when requests wait for a worker', () => {
    const status = pool({ 'listen queue': 7, 'active processes': 4, 'idle processes': 0 })
    expect(fastcgiProbe.judge({ ping: answer('pong'), status }, settings, 0)).toMatchObject({
      status: 'degraded',
      reason: '7 requests wait for a free worker',
    })
  })

  it('is degraded when it answers the ping but tells no status', () => {
    const judged = fastcgiProbe.judge(
      { ping: answer('pong'), status: answer('File not found.', 404) },
      settings,
      0,
    )
    expect(judged).toMatchObject({
      status: 'degraded',
      reason: 'answers the ping, but does not tell its status',
    })
  })

  it('is down when the ping is answered otherwise, or not at all', () => {
    expect(
      fastcgiProbe.judge({ ping: answer('File not found.', 404), status: undefined }, settings, 0),
    ).toMatchObject({
      status: 'down',
      reason: 'answers the ping with File not found.',
    })
    const refused = failed('connect', 'ECONNREFUSED', 1)
    expect(fastcgiProbe.judge({ ping: refused, status: undefined }, settings, 0).status).toBe('down')
  })

  it('says why it does not know what is spoken, and says nothing where it could not look', () => {
    const factsAfter = (code: string) =>
      fastcgiProbe.judge({ ping: failed('answer', code, 5_123), status: undefined }, settings, 0).facts
    expect(factsAfter('EDEADLINE')).toMatchObject([
      { kind: 'encryption', state: 'unknown', failure: 'no answer in time' },
    ])
    expect(factsAfter('EMFILE')).toBeUndefined()
  })
})

describe('PHP-FPM on a Unix socket', () => {
  const path = '/run/php/fpm.sock'
  const here = fastcgiProbe.settings.parse({ socket: path, machine: hostname() })
  const context = {
    signal: AbortSignal.timeout(5_000),
    timeoutMs: 5_000,
    nowMs: () => 0,
    secret: async () => '',
    held: () => Promise.reject(new Error('nothing is held')),
    dropHeld: () => undefined,
  }
  const look = async (asked: typeof here) =>
    fastcgiProbe.judge(await fastcgiProbe.measure(asked, context), asked, 0)

  it('takes either a host or a socket', () => {
    expect(fastcgiProbe.settings.safeParse({}).success).toBe(false)
    expect(fastcgiProbe.settings.safeParse({ host: '10.0.0.1', socket: path }).success).toBe(false)
    expect(fastcgiProbe.settings.safeParse({ socket: 'fpm.sock' }).success).toBe(false)
    expect(fastcgiProbe.settings.safeParse({ socket: `/${'x'.repeat(107)}` }).success).toBe(false)
  })

  it('tells over what it was asked', () => {
    expect(fastcgiProbe.judge({ ping: answer('pong'), status: undefined }, here, 0)).toMatchObject({
      status: 'healthy',
      evidence: [{ label: 'Address', value: path }, {}],
      facts: [
        { host: path, port: null, state: 'clear', evidence: [expect.stringContaining('never leaves')] },
      ],
    })
  })

  it('is unknown, and says so, from any other machine', async () => {
    expect(await look({ ...here, machine: 'web-9.example' })).toMatchObject({
      status: 'unknown',
      reason: expect.stringMatching(/is on web-9\.example, and this worker is on/),
      facts: [{ state: 'unknown', port: null, failure: expect.stringContaining('web-9.example') }],
    })
  })

  it('is down without its socket on its own machine, and unknown where nobody said which that is', async () => {
    const gone = `${tmpdir()}/switchyard-no-such.sock`
    expect(await look({ ...here, socket: gone })).toMatchObject({
      status: 'down',
      reason: 'its socket does not exist',
      facts: [{ failure: 'its socket does not exist' }],
    })
    const { machine: _, ...anywhere } = here
    expect(await look({ ...anywhere, socket: gone })).toMatchObject({
      status: 'unknown',
      reason: expect.stringContaining('it may be on another machine'),
    })
  })
})
