import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { declaredSettings, testActionContext } from '@/lib/testing/action-context'
import { breakLab, ensureLab, healLab } from '@/lib/testing/lab'
import { asRoot, broken, PRIMARY, perform, REPLICA, steps, whoTakesWrites } from '@/lib/testing/mariadb-lab'
import { mariadbFenceAction as action } from './mariadb-fence.action'
import { mariadbPromoteAction } from './mariadb-promote.action'

beforeAll(ensureLab)
afterEach(healLab)
afterAll(healLab)

/** The connector as it is when a host answers no more: its address is one where nobody listens. */
function without(node: string) {
  const ssh = declaredSettings('ssh')
  const hosts = { ...Object(ssh.hosts) }
  hosts[node] = { ...hosts[node], host: '127.10.99.99' }
  return { ssh: { ...ssh, hosts } }
}

it('is taken back while nobody else leads: the old primary takes writes again, read back', async () => {
  const context = testActionContext()
  await perform(action, steps.fence(), context)
  expect(await whoTakesWrites()).toEqual([])
  const back = await action.undo?.(steps.fence(), testActionContext({ memory: context.memory }))
  expect(back).toMatchObject({ changed: true, summary: `${PRIMARY} takes writes again` })
  expect(await whoTakesWrites()).toEqual([PRIMARY])
})

it('is not taken back once another leads, nor while a silent one may', async () => {
  const context = testActionContext()
  await perform(action, steps.fence(), context)
  await breakLab('kill', REPLICA)
  await expect(action.undo?.(steps.fence(), context)).rejects.toThrow(`${REPLICA} is silent`)
  await healLab()
  await perform(action, steps.fence(), context)
  await perform(mariadbPromoteAction, steps.promote(), context)
  await expect(action.undo?.(steps.fence(), context)).rejects.toThrow(`${REPLICA} leads now: rejoin`)
  expect(await whoTakesWrites()).toEqual([REPLICA])
})

it('proved by a host that is silent since then holds up the promotion, with the reason and the remedy', async () => {
  const context = testActionContext()
  await breakLab('kill', PRIMARY)
  await perform(action, steps.fence(), context)
  const later = testActionContext({ memory: context.memory, connectors: without(PRIMARY) })
  const reason = broken(await mariadbPromoteAction.preflight(steps.promote(), later)).join()
  expect(reason).toMatch(
    /the host of mariadb-primary said at .* UTC that the server is stopped, and cannot be asked/,
  )
  expect(reason).toMatch(/When the host answers again, this goes on.*abort this run and start it anew/)
  await expect(mariadbPromoteAction.execute(steps.promote(), later)).rejects.toThrow(
    'cannot be asked any more',
  )
  const again = testActionContext({ memory: context.memory })
  expect(broken(await mariadbPromoteAction.preflight(steps.promote(), again))).toEqual([])
})

it('with the host silent from the start what is lost is bounded by when a replica was last seen to follow', async () => {
  const startedAtMs = Date.now() - 5_000
  const look = { startedAtMs, intervalSeconds: 10, settings: declaredReplication() }
  const lastHealthy = [{ ...look, kept: null }]
  const context = testActionContext({ connectors: without(PRIMARY), lastHealthy })
  const beat = "REPLACE INTO askproai.heartbeat (name, token, beat_at) VALUES ('test', 'x', NOW(3))"
  await asRoot(PRIMARY, (server) => server.run(beat))
  await breakLab('kill', PRIMARY)
  const fenced = await perform(action, steps.fence(), context)
  expect(fenced.summary).toMatch(/hosts of the application read back that they no longer reach it/)
  const { recoveryPoint } = await mariadbPromoteAction.describe(steps.promote(), context)
  expect(recoveryPoint).toMatchObject({ transactions: null, isAtMost: true })
  expect(recoveryPoint?.ageSeconds).toBeGreaterThanOrEqual(45)
  expect(recoveryPoint?.reason).toMatch(
    /was seen at .* UTC to have all but the last 40 s at most, and it was fenced at/,
  )
  const measured = [
    { ...look, kept: 12.5 },
    { ...look, startedAtMs: startedAtMs - 10_000, kept: 0 },
  ]
  const known = testActionContext({
    ...{ memory: context.memory, connectors: without(PRIMARY), lastHealthy: measured },
  })
  const tighter = (await mariadbPromoteAction.describe(steps.promote(), known)).recoveryPoint
  expect(tighter?.reason).toMatch(/was seen at .* UTC to have all, and it was fenced at/)
  expect(tighter?.ageSeconds).toBe((recoveryPoint?.ageSeconds ?? 0) - 30)
  const heartbeat = { table: 'askproai.heartbeat', column: 'beat_at' }
  const byBeat = (await mariadbPromoteAction.describe(steps.promote({ heartbeat }), context)).recoveryPoint
  expect(byBeat?.reason).toMatch(/has all that was committed until .* UTC by the clock of the database/)
  expect(byBeat?.ageSeconds).toBeLessThan(tighter?.ageSeconds ?? 0)
  const unseen = testActionContext({ memory: context.memory, connectors: without(PRIMARY) })
  expect((await mariadbPromoteAction.describe(steps.promote(), unseen)).recoveryPoint).toMatchObject({
    transactions: null,
    ageSeconds: null,
    reason: expect.stringContaining(
      'No bound can be given: nothing tells how closely mariadb-replica followed',
    ),
  })
})

function declaredReplication() {
  return { host: '127.10.3.11', port: 3306, user: 'probe', password: 'file:lab/secrets/mariadb-probe' }
}
