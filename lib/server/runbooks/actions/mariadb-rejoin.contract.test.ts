import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { runHostCommand } from '@/lib/server/connectors/ssh/run-command'
import { sshConnector } from '@/lib/server/connectors/ssh.connector'
import { testActionContext } from '@/lib/testing/action-context'
import { breakLab, ensureLab, healLab } from '@/lib/testing/lab'
import {
  asRoot,
  BACKUP,
  broken,
  PRIMARY,
  perform,
  REPLICA,
  steps,
  whoTakesWrites,
} from '@/lib/testing/mariadb-lab'
import { mariadbPrimaryDownCheck } from '../checks/mariadb-primary-down.check'
import { mariadbReplicatesCheck } from '../checks/mariadb-replicates.check'
import { appRepointAction } from './app-repoint.action'
import { mariadbFenceAction } from './mariadb-fence.action'
import { mariadbPromoteAction } from './mariadb-promote.action'
import { mariadbRejoinAction } from './mariadb-rejoin.action'
import { mariadbRepointAction } from './mariadb-repoint.action'
import { mariadbSwitchoverAction } from './mariadb-switchover.action'
import { mariadbVerifyConsistencyAction } from './mariadb-verify-consistency.action'

beforeAll(ensureLab)
afterEach(healLab)
afterAll(healLab)

const rejoin = mariadbRejoinAction.settings.parse({ server: PRIMARY })
const switchover = (to: string) => mariadbSwitchoverAction.settings.parse({ to })
const consistency = mariadbVerifyConsistencyAction.settings.parse({
  replica: BACKUP,
  databases: ['askproai'],
})
const down = mariadbPrimaryDownCheck.settings.parse({ server: PRIMARY })
const replicates = mariadbReplicatesCheck.settings.parse({ servers: [PRIMARY, BACKUP] })

async function failOver(fault: 'kill' | 'hang' = 'kill') {
  const context = testActionContext()
  await breakLab(fault, PRIMARY)
  await perform(mariadbFenceAction, steps.fence(), context)
  await perform(mariadbPromoteAction, steps.promote(), context)
  return context
}

describe('the check that a primary is down', () => {
  it('needs our own look and the silence towards its replicas', async () => {
    const context = testActionContext()
    expect(broken(await mariadbPrimaryDownCheck.check(down, context))).toHaveLength(2)
    await breakLab('hang', PRIMARY)
    expect(broken(await mariadbPrimaryDownCheck.check(down, context))).toEqual([])
  })
})

describe('a planned switchover', () => {
  it('hands over and back, loses nothing, and each leaves the other a replica', async () => {
    const context = testActionContext({ timeoutMs: 60_000 })
    await perform(mariadbSwitchoverAction, switchover(REPLICA), context)
    await perform(appRepointAction, steps.app(), context)
    await perform(mariadbRepointAction, steps.repoint({ except: [] }), context)
    expect(await whoTakesWrites()).toEqual([REPLICA])
    const back = testActionContext({ timeoutMs: 60_000 })
    await perform(mariadbSwitchoverAction, switchover(PRIMARY), back)
    await perform(mariadbRepointAction, steps.repoint({ except: [] }), back)
    expect(await whoTakesWrites()).toEqual([PRIMARY])
  })

  it('is undone when the new one does not get all in time', async () => {
    const context = testActionContext()
    await asRoot(REPLICA, (server) => server.run('STOP SLAVE SQL_THREAD'))
    await perform(appRepointAction, steps.app(), context)
    await expect(
      mariadbSwitchoverAction.execute({ ...switchover(REPLICA), waitSeconds: 1 }, context),
    ).rejects.toThrow(/takes writes again/)
    expect(await whoTakesWrites()).toEqual([PRIMARY])
  })
})

describe('an old primary that comes back', () => {
  it('follows the new one with nothing of its own, and both have the same content', async () => {
    const context = await failOver()
    const result = await perform(mariadbRejoinAction, rejoin, context)
    expect(result.changed).toBe(true)
    expect(broken(await mariadbReplicatesCheck.check(replicates, context))).toEqual([])
    await perform(mariadbVerifyConsistencyAction, consistency, context)
    expect((await perform(mariadbRejoinAction, rejoin, context)).changed).toBe(false)
  })

  it('has what nobody acknowledged cut off, and listed', async () => {
    const context = testActionContext()
    await Promise.all(
      [REPLICA, BACKUP].map((node) => asRoot(node, (server) => server.run('STOP SLAVE IO_THREAD'))),
    )
    // Waits for an acknowledgement that nobody gives, until its server dies.
    const lost = asRoot(PRIMARY, (server) =>
      server.run(
        "INSERT INTO askproai.orders (reference, host, created_at) VALUES ('never-acknowledged', 'x', NOW(3))",
        3_000,
      ),
    ).catch((error: unknown) => error)
    await expect(lost).resolves.toBeInstanceOf(Error)
    await breakLab('kill', PRIMARY)
    await perform(mariadbFenceAction, steps.fence(), context)
    await perform(mariadbPromoteAction, steps.promote(), context)
    const result = await perform(mariadbRejoinAction, rejoin, context)
    expect(result.evidence.map(({ value }) => value).join()).toContain('never-acknowledged')
    const [row] = await asRoot(PRIMARY, (server) =>
      server.rows("SELECT COUNT(*) AS n FROM askproai.orders WHERE reference = 'never-acknowledged'"),
    )
    expect(row?.n).toBe('0')
  })

  it('is left alone, and its transactions listed, when it wrote something for good', async () => {
    const context = await failOver()
    await perform(appRepointAction, steps.app(), context)
    // Started by hand as it was, it wrote: nobody cut anything off.
    const hosts = await context.connector('ssh', sshConnector.settings)
    await runHostCommand(
      hosts,
      { node: PRIMARY, command: 'start-mariadb-as-replica', timeoutMs: 30_000 },
      context,
    )
    await asRoot(PRIMARY, async (server) => {
      await server.run('SET GLOBAL read_only = 0')
      await server.run("DELETE FROM askproai.orders WHERE reference = 'split-brain'")
      await server.run(
        "INSERT INTO askproai.orders (reference, host, created_at) VALUES ('split-brain', 'x', NOW(3))",
      )
      await server.run('SET GLOBAL read_only = 1')
    })
    await expect(mariadbRejoinAction.execute(rejoin, context)).rejects.toThrow(
      /gone another way.*split-brain/s,
    )
  })
})

describe('the comparison at one transaction', () => {
  it('finds content that differs although the positions are equal', async () => {
    const context = testActionContext()
    await perform(appRepointAction, steps.app(), context)
    await asRoot(BACKUP, async (server) => {
      await server.run('SET SESSION sql_log_bin = 0')
      await server.run("UPDATE askproai.orders SET host = 'tampered' ORDER BY id DESC LIMIT 1")
    })
    await expect(mariadbVerifyConsistencyAction.execute(consistency, context)).rejects.toThrow(
      /other content than mariadb-primary .*askproai.orders/,
    )
    await asRoot(BACKUP, async (server) => {
      await server.run('SET SESSION sql_log_bin = 0')
      await server.run("UPDATE askproai.orders SET host = 'php-1' WHERE host = 'tampered'")
    })
  })
})
