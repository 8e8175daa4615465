import { afterAll, beforeAll, expect, it } from 'vitest'
import { testActionContext } from '@/lib/testing/action-context'
import { breakLab, ensureLab, healLab } from '@/lib/testing/lab'
import { BACKUP, broken, PRIMARY, perform, REPLICA, steps, whoTakesWrites } from '@/lib/testing/mariadb-lab'
import { mariadbPrimaryDownCheck } from '../checks/mariadb-primary-down.check'
import { mariadbFenceAction } from './mariadb-fence.action'
import { mariadbPromoteAction } from './mariadb-promote.action'
import { mariadbRepointAction } from './mariadb-repoint.action'
import { mariadbSwitchoverAction } from './mariadb-switchover.action'

beforeAll(async () => {
  await ensureLab()
  const context = testActionContext({ timeoutMs: 60_000 })
  await perform(mariadbSwitchoverAction, mariadbSwitchoverAction.settings.parse({ to: REPLICA }), context)
  await perform(mariadbRepointAction, steps.repoint({ except: [] }), context)
})
afterAll(healLab)

const asked = steps.fence({ server: '$failed' })
const offered = async () => {
  const choices = await mariadbFenceAction.choices?.(asked, testActionContext())
  return choices?.failed?.map(({ value, verdict, reason }) => `${value} ${verdict}: ${reason}`)
}
const isDown = async (server: string) =>
  broken(
    await mariadbPrimaryDownCheck.check(
      mariadbPrimaryDownCheck.settings.parse({ server }),
      testActionContext(),
    ),
  ).join('\n')

it('after a switchover the one that leads is offered as failed, and the declared primary is not', async () => {
  expect(await offered()).toEqual([
    `${REPLICA} fit: it leads now`,
    `${PRIMARY} unfit: follows ${REPLICA}`,
    `${BACKUP} unfit: follows ${REPLICA}`,
  ])
  expect(await isDown(PRIMARY)).toContain(`${REPLICA} takes writes; ${PRIMARY} follows ${REPLICA}`)
})

it('once it is dead it is still the one, and a failover of the healthy declared primary is refused', async () => {
  await breakLab('kill', REPLICA)
  expect((await offered())?.[0]).toBe(`${REPLICA} fit: it led last, and does not answer`)
  // It takes no writes and feeds nobody: without this look it would pass for dead.
  const refusal = `${PRIMARY} follows ${REPLICA}: it is a replica`
  expect(await isDown(PRIMARY)).toBe(`${PRIMARY} is the one that led: ${refusal}`)
  expect(await isDown(REPLICA)).toBe('')
  expect(broken(await mariadbFenceAction.preflight(steps.fence(), testActionContext())).join()).toContain(
    `${PRIMARY} follows ${REPLICA}: fence the one that led`,
  )
})

it('nobody is promoted beside a dead primary that is not fenced, though another server is', async () => {
  const context = testActionContext()
  await mariadbFenceAction.execute(steps.fence(), context)
  expect(broken(await mariadbPromoteAction.preflight(steps.promote(), context))).toEqual([
    `What ${BACKUP} has comes from ${PRIMARY}: it follows ${REPLICA}, so ${REPLICA} led, and only ${PRIMARY} is fenced`,
  ])
  expect(await whoTakesWrites()).toEqual([])
})

it('the failover of the one that led goes to its end', async () => {
  const context = testActionContext()
  await perform(mariadbFenceAction, steps.fence({ server: REPLICA }), context)
  await perform(mariadbPromoteAction, steps.promote({ from: REPLICA }), context)
  expect(await whoTakesWrites()).toEqual([PRIMARY])
})
