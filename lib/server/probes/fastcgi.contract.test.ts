import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openLab } from '@/lab/lab'
import { labPort } from '@/lib/testing/lab'
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
  let folder: string
  let server: ChildProcess
  const asked = () => ({
    socket: join(folder, 'fpm.sock'),
    machine: hostname(),
    pingPath: '/ping',
    statusPath: '/status',
  })
  const look = async () => (await lab.run('fastcgi', asked())).judgement

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fpm-'))
    const config = join(folder, 'fpm.conf')
    await writeFile(
      config,
      `[global]
error_log = /proc/self/fd/2
[www]
listen = ${asked().socket}
pm = static
pm.max_children = 1
pm.status_path = /status
ping.path = /ping
`,
    )
    const { libraryEnv, binary } = openLab(() => undefined)
    server = spawn(binary('php-fpm'), ['-n', '-F', '-R', '-y', config], {
      env: { ...process.env, ...libraryEnv },
      stdio: 'ignore',
    })
    await vi.waitFor(async () => expect((await look()).status).toBe('healthy'), { timeout: 10_000 })
  })
  afterEach(async () => {
    server.kill('SIGCONT')
    server.kill('SIGKILL')
    if (server.exitCode === null && server.signalCode === null) await once(server, 'exit')
    await rm(folder, { recursive: true })
  })

  it('is asked like one on a port', async () => {
    expect(await look()).toMatchObject({
      reason: expect.stringMatching(/^[01] of 1 workers busy$/),
      facts: [{ kind: 'encryption', host: asked().socket, port: null, state: 'clear' }],
    })
  })

  it('is down when it has ended and taken its socket along', async () => {
    server.kill('SIGQUIT')
    await once(server, 'exit')
    expect(await look()).toMatchObject({ status: 'down', reason: 'its socket does not exist' })
  })
})
