import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testActionContext } from '@/lib/testing/action-context'
import { breakLab, ensureLab, healLab } from '@/lib/testing/lab'
import { asRoot, placeOrder } from '@/lib/testing/mariadb-lab'
import { type SshHosts, sshConnector } from '../ssh.connector'
import { runHostCommand } from './run-command'

let hosts: SshHosts
const context = testActionContext({ timeoutMs: 240_000 })

beforeAll(async () => {
  await ensureLab()
  hosts = await context.connector('ssh', sshConnector.settings)
})
afterAll(healLab)

const ask = (node: string, command: string, values: Record<string, string> = {}, from = hosts) =>
  runHostCommand(from, { node, command, values, timeoutMs: 8_000 }, context)

describe('a command on a host', () => {
  it('tells where the application has its database, and changes it whole', async () => {
    const before = await ask('php-1', 'read-database')
    expect(before).toMatchObject({ code: 0, output: '127.10.3.10:3306' })
    const after = await ask('php-1', 'set-database', { host: '127.10.3.11', port: '3306' })
    expect(after).toMatchObject({ code: 0, output: '127.10.3.11:3306' })
    expect((await ask('php-1', 'read-database')).output).toBe('127.10.3.11:3306')
    expect((await ask('php-1', 'detach-database')).output).toBe('127.0.0.1:1')
    await healLab()
    expect((await ask('php-1', 'read-database')).output).toBe('127.10.3.10:3306')
  })

  it('is one that an admin has declared, with plain words in it', async () => {
    await expect(ask('php-1', 'reboot')).rejects.toThrow('allows no command reboot')
    await expect(ask('php-1', 'set-database', { host: '1;id', port: '1' })).rejects.toThrow('plain word')
    await expect(ask('php-9', 'read-database')).rejects.toThrow('no host php-9')
  })

  it('is refused by the host itself when it is not on its own list', async () => {
    const anything = { ...hosts, commands: { ...hosts.commands, shell: 'sh -c id', reload: 'app-reload' } }
    for (const command of ['shell', 'reload', 'stop-mariadb']) {
      const answer = await ask('php-1', command, {}, anything)
      expect(answer.code).toBe(126)
      expect(answer.complaint).toContain('not allowed')
    }
  })

  it('is never sent to a host with another key than the pinned one', async () => {
    const host = {
      ...hosts.hosts['php-1'],
      host: '127.10.1.20',
      port: 22,
      fingerprint: `SHA256:${'A'.repeat(43)}`,
    }
    const wrong = { ...hosts, hosts: { ...hosts.hosts, 'php-1': host } }
    await expect(ask('php-1', 'read-database', {}, wrong)).rejects.toThrow('another host key')
  })

  it('ends at its deadline on a host that stands still', async () => {
    await breakLab('hang', 'php-2-sshd')
    const startedMs = performance.now()
    await expect(
      runHostCommand(hosts, { node: 'php-2', command: 'read-database', timeoutMs: 500 }, context),
    ).rejects.toThrow('gives no answer over SSH in 0.5 s')
    expect(performance.now() - startedMs).toBeLessThan(2_000)
    await healLab()
  })
})

describe('the host of a database', () => {
  it('stops a server that stands still, and says so only when it is gone', async () => {
    await breakLab('hang', 'mariadb-primary')
    expect(await ask('mariadb-primary', 'mariadb-state')).toMatchObject({ code: 0, output: 'running' })
    expect(await ask('mariadb-primary', 'stop-mariadb')).toMatchObject({ code: 0, output: 'stopped' })
    expect(await ask('mariadb-primary', 'stop-mariadb')).toMatchObject({ code: 0, output: 'stopped' })
  })

  it('starts it again as a replica that follows nobody yet, and heals to what is declared', async () => {
    expect(await ask('mariadb-primary', 'start-mariadb-as-replica')).toMatchObject({
      code: 0,
      output: 'started',
    })
    expect(await ask('mariadb-primary', 'mariadb-state')).toMatchObject({ output: 'running' })
    await healLab()
  })

  it('lists what a server has written after a position', async () => {
    const [row] = await asRoot('mariadb-primary', (server) =>
      server.rows('SELECT @@gtid_binlog_pos AS position'),
    )
    await placeOrder(context)
    const answer = await ask('mariadb-primary', 'written-after', { position: row?.position ?? '' })
    expect(answer.code).toBe(0)
    expect(answer.output).toMatch(/GTID 0-10-\d+ /)
  })
})
