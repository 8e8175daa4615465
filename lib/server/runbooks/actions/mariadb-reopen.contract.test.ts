import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { testActionContext } from '@/lib/testing/action-context'
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
import { appRepointAction } from './app-repoint.action'
import { mariadbFenceAction } from './mariadb-fence.action'
import { mariadbPromoteAction } from './mariadb-promote.action'
import { mariadbReopenAction as action } from './mariadb-reopen.action'
import { mariadbRepointAction } from './mariadb-repoint.action'

beforeAll(ensureLab)
afterEach(healLab)
afterAll(healLab)

const reopen = action.settings.parse({ server: PRIMARY })
const after = (run: { readonly memory: Map<string, unknown> }) =>
  testActionContext({ before: run.memory, timeoutMs: 60_000 })

async function fenced(fault?: 'kill' | 'hang') {
  const context = testActionContext()
  if (fault) await breakLab(fault, PRIMARY)
  await perform(mariadbFenceAction, steps.fence(), context)
  expect(await whoTakesWrites()).toEqual([])
  return context
}

it('leads on where nobody was promoted, tells how it was fenced, and a repeat changes nothing', async () => {
  const back = after(await fenced())
  const { facts } = await action.describe(reopen, back)
  expect(facts).toContainEqual({ label: PRIMARY, value: 'takes no writes' })
  expect(facts[0]).toMatchObject({ label: 'Fenced', value: expect.stringMatching(/read only, its writers/) })
  expect(await perform(action, reopen, back)).toMatchObject({
    changed: true,
    evidence: expect.arrayContaining([{ label: 'Semi-sync', value: 'on' }]),
  })
  expect(await whoTakesWrites()).toEqual([PRIMARY])
  expect(await action.execute(reopen, back)).toMatchObject({ changed: false })
  await placeOrder(back)
})

it('is started by its host where that has stopped it, and keeps what no replica has', async () => {
  for (const node of [REPLICA, BACKUP]) await asRoot(node, (server) => server.run('STOP SLAVE'))
  const reference = `only-here-${Date.now()}`
  const own = `INSERT INTO askproai.orders (reference, host, created_at) VALUES ('${reference}', 'x', NOW(3))`
  await asRoot(PRIMARY, async (server) => {
    await server.run('SET GLOBAL rpl_semi_sync_master_enabled = 0')
    await server.run(own)
  })
  const back = after(await fenced('kill'))
  const rows = `SELECT reference FROM askproai.orders WHERE reference = '${reference}'`
  for (const node of [REPLICA, BACKUP])
    expect(await asRoot(node, (server) => server.rows(rows))).toHaveLength(0)
  expect(broken(await action.preflight(reopen, back))).toEqual([])
  await perform(action, reopen, back)
  expect(await asRoot(PRIMARY, (server) => server.rows(rows))).toHaveLength(1)
  await perform(appRepointAction, steps.app(), back)
  await perform(mariadbRepointAction, steps.repoint({ except: [] }), back)
  expect(await whoTakesWrites()).toEqual([PRIMARY])
})

it('stays closed beside another that leads, and beside one that is silent', async () => {
  const run = await fenced()
  await breakLab('kill', BACKUP)
  expect(broken(await action.preflight(reopen, after(run))).join()).toMatch(`${BACKUP} is silent`)
  await expect(action.execute(reopen, after(run))).rejects.toThrow(`${BACKUP} is silent`)
  await perform(mariadbPromoteAction, steps.promote(), run)
  expect(broken(await action.preflight(reopen, after(run))).join()).toMatch(`${REPLICA} leads now: rejoin`)
  await expect(action.execute(reopen, after(run))).rejects.toThrow(`${REPLICA} leads now: rejoin`)
  expect(await whoTakesWrites()).toEqual([REPLICA])
})

it('leads on where the promotion of another was only begun, and the replicas follow it anew', async () => {
  const run = await fenced()
  await asRoot(REPLICA, async (server) => {
    await server.run('STOP SLAVE')
    await server.run('RESET SLAVE ALL')
  })
  await expect(mariadbFenceAction.undo?.(steps.fence(), run)).rejects.toThrow(
    `${REPLICA} follows nobody any more, for its promotion was begun`,
  )
  const back = after(run)
  await perform(action, reopen, back)
  await perform(mariadbRepointAction, steps.repoint({ except: [] }), back)
  await placeOrder(back)
})

it('nobody who has lost the run changes anything', async () => {
  const run = await fenced()
  const lost = testActionContext({
    before: run.memory,
    onAct: () => {
      throw new Error('the run is not held any more')
    },
  })
  await expect(action.execute(reopen, lost)).rejects.toThrow('not held')
  expect(await whoTakesWrites()).toEqual([])
})
