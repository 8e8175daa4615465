import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { openLab } from '@/lab/lab'
import { readRow, runStatements, withServer } from '@/lab/mariadb/connection'
import { copyServer } from '@/lab/mariadb/copy-server'
import { hostOf, MARIADB_HOSTS } from '@/lab/mariadb/hosts'
import { askSupervisor } from '@/lab/supervisor/control-client'
import type { NodeStatus } from '@/lab/supervisor/supervisor'
import { breakLab, ensureLab, healLab } from '@/lib/testing/lab'

const lab = openLab(() => undefined)
const PRIMARY = 'mariadb-primary'
const REPLICA = 'mariadb-replica'
const BACKUP = 'backup-mariadb'

beforeAll(ensureLab)
afterEach(healLab)
afterAll(healLab)

const sql = (node: string, ...statements: readonly string[]) =>
  withServer(lab, hostOf(node).address, (server) => runStatements(server, statements))
const ask = (node: string, statement: string) =>
  withServer(lab, hostOf(node).address, (server) => readRow(server, statement))
const isClosed = async (node: string) =>
  Number((await ask(node, 'SELECT @@read_only AS closed'))?.closed) === 1
const healOnly = (only: string) => askSupervisor(lab.folder, { command: 'heal', only }, () => undefined)

/** Confirmed to a customer from the moment that it resolves. */
async function write(node: string): Promise<string> {
  const reference = crypto.randomUUID()
  await sql(
    node,
    `INSERT INTO askproai.orders (reference, host, created_at) VALUES ('${reference}', 'x', NOW(3))`,
  )
  return reference
}

const has = async (node: string, reference: string) =>
  (await ask(node, `SELECT id FROM askproai.orders WHERE reference = '${reference}'`)) !== undefined

/** As a failover leaves it, with the other replica out of reach so that nobody else has its writes. */
async function promote(node: string): Promise<void> {
  await sql(BACKUP, 'STOP SLAVE')
  await breakLab('kill', PRIMARY)
  await sql(node, 'STOP SLAVE', 'RESET SLAVE ALL', 'SET GLOBAL read_only = 0')
}

async function expectInOrder(references: readonly string[]): Promise<void> {
  const closed = await Promise.all(MARIADB_HOSTS.map(({ node }) => isClosed(node)))
  expect(closed).toEqual([false, true, true])
  for (const reference of references) {
    for (const { node } of MARIADB_HOSTS) await expect.poll(() => has(node, reference)).toBe(true)
  }
  const next = await write(PRIMARY)
  for (const node of [REPLICA, BACKUP])
    await expect.poll(() => has(node, next), { timeout: 5_000 }).toBe(true)
}

async function labCommand(word: string): Promise<void> {
  const child = spawn('npm', ['run', 'lab', '--', word], { stdio: 'ignore' })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`lab ${word} ended with ${String(code)}`)
}

it('keeps what a promoted replica confirmed, though it died before the heal, and two heal at once', async () => {
  await sql(REPLICA, 'STOP SLAVE IO_THREAD')
  await sql(BACKUP, 'STOP SLAVE IO_THREAD')
  await sql(PRIMARY, 'SET GLOBAL rpl_semi_sync_master_enabled = 0')
  const unconfirmed = await write(PRIMARY)
  await promote(REPLICA)
  const reference = await write(REPLICA)
  await breakLab('kill', REPLICA)
  await Promise.all([healLab(), healLab()])
  await expectInOrder([reference])
  expect(await has(PRIMARY, unconfirmed)).toBe(false)
})

it('keeps what a promoted replica confirmed over a cold start of everything', async () => {
  await promote(REPLICA)
  const reference = await write(REPLICA)
  await labCommand('down')
  await labCommand('up')
  await expectInOrder([reference])
}, 240_000)

it('leaves the primary closed, and says so, while one that may be ahead cannot be asked', async () => {
  await promote(REPLICA)
  const reference = await write(REPLICA)
  await breakLab('hang', REPLICA)
  await expect(healOnly(PRIMARY)).rejects.toThrow(/not in order/)
  expect(await isClosed(PRIMARY)).toBe(true)
  const status = (await askSupervisor(lab.folder, { command: 'status' }, () => undefined)) as NodeStatus[]
  expect(status.find(({ node }) => node === PRIMARY)?.reason).toMatch(/mariadb-replica may have writes/)
  await healLab()
  await expectInOrder([reference])
})

it('gives the primary back what it cut off as it came back, though a replica had acknowledged it', async () => {
  const before = String((await ask(PRIMARY, 'SELECT @@gtid_binlog_state AS state'))?.state)
  const reference = await write(PRIMARY)
  await expect.poll(() => has(REPLICA, reference)).toBe(true)
  await sql(BACKUP, 'STOP SLAVE')
  await sql(REPLICA, 'STOP SLAVE')
  await sql(
    PRIMARY,
    'SET GLOBAL read_only = 1',
    'SET SESSION sql_log_bin = 0',
    `DELETE FROM askproai.orders WHERE reference = '${reference}'`,
    'RESET MASTER',
    `SET GLOBAL gtid_binlog_state = '${before}'`,
  )
  await breakLab('kill', PRIMARY)
  await healOnly(PRIMARY)
  expect(await has(PRIMARY, reference)).toBe(true)
  await healLab()
  await expectInOrder([reference])
})

it('tells a copy of a copy where it stands', async () => {
  await copyServer(lab, hostOf(PRIMARY), hostOf(REPLICA))
  await copyServer(lab, hostOf(REPLICA), hostOf(BACKUP))
  const standing = 'SELECT @@gtid_slave_pos AS applied, @@gtid_binlog_state AS written'
  const copied = await ask(REPLICA, standing)
  expect(copied?.applied).toMatch(/^0-\d+-\d+$/)
  expect(copied?.written).toBe(copied?.applied)
  expect(await ask(BACKUP, standing)).toEqual(copied)
  await healLab()
  await expectInOrder([])
})

it('lets a promoted leader lead on while another server is healed', async () => {
  await promote(REPLICA)
  const reference = await write(REPLICA)
  await breakLab('kill', BACKUP)
  await healOnly(BACKUP)
  expect(await isClosed(REPLICA)).toBe(false)
  await expect.poll(() => has(BACKUP, reference)).toBe(true)
  await healLab()
  await expectInOrder([reference])
})
