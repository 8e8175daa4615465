import { hostname } from 'node:os'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { labPort } from '@/lib/testing/lab'
import { type OwnPhpFpm, startOwnPhpFpm } from '@/lib/testing/own-php-fpm'
import { describeProbeContract, probeLab } from '@/lib/testing/probe-contract'

const settings = {
  host: '127.10.2.20',
  port: labPort(9000),
  pingPath: '/fpm-ping',
  statusPath: '/fpm-status',
}

describeProbeContract({
  kind: 'fastcgi',
  node: 'php-2',
  settings,
  healthy: { status: 'healthy', reason: /^\d+ of \d+ workers busy$/ },
  killed: { status: 'down', reason: 'refused the connection' },
  hung: { status: 'down', reason: 'no answer in 2 s' },
})

it('sees that FastCGI is spoken in clear', async () => {
  const { judgement } = await probeLab().run('fastcgi', settings)
  expect(judgement.facts).toMatchObject([
    { kind: 'encryption', spoken: 'FastCGI', port: labPort(9000), state: 'clear' },
  ])
})

describe('PHP-FPM on a Unix socket', () => {
  const lab = probeLab()
  let server: OwnPhpFpm
  const look = async () => {
    const asked = { socket: server.socket, machine: hostname(), pingPath: '/ping', statusPath: '/status' }
    return (await lab.run('fastcgi', asked)).judgement
  }

  beforeEach(async () => {
    server = await startOwnPhpFpm()
    await vi.waitFor(async () => expect((await look()).status).toBe('healthy'), { timeout: 10_000 })
  })
  afterEach(() => server.close())

  it('is asked like one on a port', async () => {
    expect(await look()).toMatchObject({
      reason: expect.stringMatching(/^[01] of 1 workers busy$/),
      facts: [{ kind: 'encryption', host: server.socket, port: null, state: 'clear' }],
    })
  })

  it('is down when it has ended and taken its socket along', async () => {
    await server.end()
    expect(await look()).toMatchObject({ status: 'down', reason: 'its socket does not exist' })
  })
})
