import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { dataFolder } from '@/lib/server/config/data-folder'
import { withMariadb } from '@/lib/server/connectors/mariadb/server'
import { readState } from '@/lib/server/connectors/mariadb/state'
import { type MariadbCluster, mariadbConnector } from '@/lib/server/connectors/mariadb.connector'
import { runHostCommand } from '@/lib/server/connectors/ssh/run-command'
import { type SshHosts, sshConnector } from '@/lib/server/connectors/ssh.connector'
import { readRunbookFolder } from '@/lib/server/runbooks-files/read-runbooks'
import { testActionContext } from '@/lib/testing/action-context'
import { readLabProcesses } from '@/lib/testing/demo'
import { breakLab, ensureLab, healLab } from '@/lib/testing/lab'
import {
  asRoot,
  BACKUP,
  broken,
  PRIMARY,
  perform,
  placeOrder,
  REPLICA,
  steps,
  whoTakesWrites,
} from '@/lib/testing/mariadb-lab'
import { appRepointAction } from './actions/app-repoint.action'
import { mariadbFenceAction } from './actions/mariadb-fence.action'
import { mariadbPromoteAction } from './actions/mariadb-promote.action'
import { mariadbPrimaryDownCheck } from './checks/mariadb-primary-down.check'
import { asked, askServer } from './mariadb/ask-servers'
import { checkFence } from './mariadb/fence-check'
import { fenceBySql } from './mariadb/fence-server'
import { followSource, untilSteady } from './mariadb/follow-source'
import { untilApplied } from './mariadb/prepare-candidate'
import { checkPrerequisites } from './mariadb/prerequisites'

let cluster: MariadbCluster
let hosts: SshHosts

beforeAll(async () => {
  await ensureLab()
  const context = testActionContext()
  cluster = await context.connector('mariadb', mariadbConnector.settings)
  hosts = await context.connector('ssh', sshConnector.settings)
})
afterEach(healLab)
afterAll(healLab)

const down = mariadbPrimaryDownCheck.settings.parse({ server: PRIMARY })
const run = (node: string, ...statements: string[]) =>
  asRoot(node, async (server) => {
    for (const statement of statements) await server.run(statement, 12_000)
  })
const hasOrder = (node: string, reference: string) =>
  asRoot(node, async (server) => {
    const rows = await server.rows(`SELECT id FROM askproai.orders WHERE reference = '${reference}'`)
    return rows.length === 1
  })

it('T1: what a replica received and did not apply is saved, though both of its threads are stopped', async () => {
  const context = testActionContext()
  await run(BACKUP, 'STOP SLAVE IO_THREAD')
  await run(REPLICA, 'STOP SLAVE SQL_THREAD')
  const references = [await placeOrder(context), await placeOrder(context)]
  await run(REPLICA, 'STOP SLAVE IO_THREAD')
  await breakLab('kill', PRIMARY)
  await perform(mariadbFenceAction, steps.fence(), context)
  await perform(mariadbPromoteAction, steps.promote(), context)
  expect(context.notes.join()).toMatch(/mariadb-replica: both threads stopped; its relay log is applied/)
  for (const reference of references) expect(await hasOrder(REPLICA, reference)).toBe(true)
})

it('T2: a position counts as reached by domain and server, not by its number alone', async () => {
  const context = testActionContext()
  await withMariadb(cluster, REPLICA, context, async (server) => {
    const { applied } = await readState(server)
    const foreign = `0-99-${applied.split('-')[2]}`
    const [row = {}] = await server.rows(`SELECT MASTER_GTID_WAIT('${foreign}', 1) AS answer`)
    expect(row.answer).toBe('0')
    const waiting = untilApplied(server, foreign, { waitSeconds: 1, signal: context.signal })
    await expect(waiting).rejects.toThrow('has gone another way')
  })
})

it('T2: a replica that went another way is never promoted', async () => {
  const context = testActionContext()
  for (const node of [REPLICA, BACKUP]) await run(node, 'STOP SLAVE IO_THREAD')
  await run(REPLICA, "REPLACE INTO askproai.heartbeat (name, token, beat_at) VALUES ('errant', 'x', NOW(3))")
  await breakLab('kill', PRIMARY)
  await perform(mariadbFenceAction, steps.fence(), context)
  await perform(mariadbPromoteAction, steps.promote(), context)
  expect(await whoTakesWrites()).toEqual([BACKUP])
})

it('T3: a running write cannot keep a primary from being closed', async () => {
  const context = testActionContext()
  await asRoot(PRIMARY, async (writer) => {
    await writer.run('LOCK TABLES askproai.handled_jobs WRITE')
    await withMariadb(cluster, PRIMARY, context, async (server) => {
      await server.run('SET SESSION lock_wait_timeout = 1')
      await expect(server.run('SET GLOBAL read_only = 1')).rejects.toMatchObject({ errno: 1205 })
    })
    const startedMs = performance.now()
    const attempt = await fenceBySql({ cluster, hosts }, PRIMARY, context)
    expect(attempt).toMatchObject({ seen: { isReadOnly: true, openWriters: 0 } })
    expect(performance.now() - startedMs).toBeLessThan(4_000)
    await expect(writer.run('SELECT 1')).rejects.toThrow()
  })
  expect(await whoTakesWrites()).toEqual([])
})

it('T4: a replica that waits for acknowledgements does not hang the promotion', async () => {
  const context = testActionContext()
  await run(
    REPLICA,
    'SET GLOBAL rpl_semi_sync_master_timeout = 600000',
    'SET GLOBAL rpl_semi_sync_master_enabled = 1',
  )
  const reference = await placeOrder(context)
  await breakLab('kill', PRIMARY)
  await perform(mariadbFenceAction, steps.fence(), context)
  const startedMs = performance.now()
  await perform(mariadbPromoteAction, steps.promote(), context)
  expect(performance.now() - startedMs).toBeLessThan(10_000)
  const [leader = ''] = await whoTakesWrites()
  expect([REPLICA, BACKUP]).toContain(leader)
  expect(await hasOrder(leader, reference), context.notes.join('\n')).toBe(true)
  await run(REPLICA, 'SET GLOBAL rpl_semi_sync_master_timeout = 10000')
})

it('T5: an old primary that comes back gets no write of the application, and is found out', async () => {
  const context = testActionContext({ timeoutMs: 60_000 })
  const access = { cluster, hosts }
  await breakLab('hang', PRIMARY)
  const network = { ways: ['sql', 'network'], application: [...steps.app().application, 'backup-php'] }
  const fenced = await perform(mariadbFenceAction, steps.fence(network), context)
  expect(fenced.summary).toMatch(/hosts of the application read back that they no longer reach it/)
  await perform(mariadbPromoteAction, steps.promote(), context)
  await perform(appRepointAction, steps.app(), context)
  const pid = readLabProcesses().find(({ node }) => node === PRIMARY)?.pid
  process.kill(pid ?? 0, 'SIGCONT')
  const reference = await placeOrder(context, REPLICA)
  expect(await hasOrder(REPLICA, reference)).toBe(true)
  expect(await hasOrder(PRIMARY, reference)).toBe(false)
  const later = testActionContext({ memory: context.memory })
  expect(await checkFence(access, PRIMARY, later)).toMatchObject({ outcome: 'failed' })
  await mariadbFenceAction.execute(steps.fence({ ways: ['sql'] }), later)
  expect(await whoTakesWrites()).toEqual([REPLICA])
})

it('T6: a restarted primary comes up closed, and a server that would not is told of before', async () => {
  const context = testActionContext()
  const access = { cluster, hosts }
  await breakLab('kill', PRIMARY)
  await runHostCommand(
    hosts,
    { node: PRIMARY, command: 'start-mariadb-as-replica', timeoutMs: 30_000 },
    context,
  )
  expect((await askServer(cluster, PRIMARY, context)).state).toMatchObject({
    isReadOnly: true,
    replication: null,
  })
  expect(broken(await checkPrerequisites(access, PRIMARY, context))).toEqual([])
  const file = join(dataFolder(), 'lab', 'nodes', PRIMARY, 'my.cnf')
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^read_only = 1$/m, 'read_only = 0'))
  expect(broken(await checkPrerequisites(access, PRIMARY, context)).join()).toMatch(/comes up read only/)
})

it('T7: a hung primary is found out in time, though its replicas say that all is well', async () => {
  const context = testActionContext()
  await breakLab('hang', PRIMARY)
  const startedMs = performance.now()
  const answer = await askServer(cluster, PRIMARY, context)
  expect(answer).toMatchObject({ state: null })
  expect(performance.now() - startedMs).toBeLessThan(3_000)
  const [replica] = await asRoot(REPLICA, (server) => server.rows('SHOW SLAVE STATUS'))
  expect(replica).toMatchObject({ Seconds_Behind_Master: '0' })
  expect(broken(await mariadbPrimaryDownCheck.check(down, context))).toEqual([])
})

it('T8: repointing a running replica again does no harm', async () => {
  const context = testActionContext()
  await expect(run(REPLICA, "CHANGE MASTER TO MASTER_HOST = '127.10.3.10'")).rejects.toMatchObject({
    errno: 1198,
  })
  await withMariadb(cluster, REPLICA, context, async (server) => {
    for (const source of [BACKUP, PRIMARY, PRIMARY]) {
      await followSource(server, { cluster, source, isDemoted: false }, context)
      await untilSteady(server, 10_000, context.signal)
    }
  })
})

it('T9: a candidate that cannot apply what it received stops the failover, with its error', async () => {
  const context = testActionContext()
  await run(REPLICA, 'SET SESSION sql_log_bin = 0', 'DROP TABLE askproai.orders')
  await placeOrder(context)
  await expect
    .poll(async () => (await askServer(cluster, REPLICA, context)).state?.replication?.sqlError)
    .toMatch(/error 1146/)
  await breakLab('kill', BACKUP)
  await breakLab('kill', PRIMARY)
  const refusal = broken(await mariadbFenceAction.preflight(steps.fence(), context)).join()
  expect(refusal).toMatch(
    /no replica is fit to lead.*mariadb-replica cannot apply what it received: error 1146/,
  )
  expect(await whoTakesWrites()).toEqual([])
})

it('T9: a lagging candidate is waited for, and not opened before it has all', async () => {
  const context = testActionContext()
  for (const node of [REPLICA, BACKUP]) {
    await run(node, 'STOP SLAVE', 'CHANGE MASTER TO MASTER_DELAY = 600', 'START SLAVE')
  }
  const reference = await placeOrder(context)
  await breakLab('kill', PRIMARY)
  await perform(mariadbFenceAction, steps.fence(), context)
  const promotion = mariadbPromoteAction.execute(steps.promote({ waitSeconds: 2 }), context)
  await expect(promotion).rejects.toThrow(/has not applied .* in 2 s/)
  expect(await whoTakesWrites()).toEqual([])
  expect(await hasOrder(REPLICA, reference)).toBe(false)
})

it('T13: the runbooks are read from their files, without any database of the console', () => {
  const url = process.env.DATABASE_URL
  process.env.DATABASE_URL = 'postgresql://nobody@127.0.0.1:1/none'
  const { runbooks, problems } = readRunbookFolder('runbooks')
  if (url === undefined) delete process.env.DATABASE_URL
  else process.env.DATABASE_URL = url
  expect(problems).toEqual([])
  expect(runbooks.get('primary-server-failure')?.runbook.steps.length).toBeGreaterThan(5)
})

it('T14: a restored server without GTID state is no candidate, and with it goes on counting', async () => {
  const context = testActionContext()
  await run(BACKUP, 'STOP SLAVE', 'RESET SLAVE ALL', 'RESET MASTER', "SET GLOBAL gtid_slave_pos = ''")
  expect(asked(await askServer(cluster, BACKUP, context))).toMatchObject({ state: 'primary', written: '' })
  const checks = await mariadbPromoteAction.preflight(steps.promote({ candidate: BACKUP }), context)
  expect(checks.find(({ key }) => key === 'candidate-fit')).toMatchObject({
    reason: 'mariadb-replica is fit to lead',
  })
  await run(
    BACKUP,
    "SET GLOBAL gtid_slave_pos = '0-10-854000'",
    "REPLACE INTO askproai.heartbeat (name, token, beat_at) VALUES ('restored', 'x', NOW(3))",
  )
  expect((await askServer(cluster, BACKUP, context)).state?.written).toBe('0-30-854001')
})
