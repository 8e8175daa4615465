import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
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
import { appRepointAction } from './app-repoint.action'
import { mariadbFenceAction } from './mariadb-fence.action'
import { mariadbPromoteAction } from './mariadb-promote.action'
import { mariadbRepointAction } from './mariadb-repoint.action'

beforeAll(ensureLab)
afterEach(healLab)
afterAll(healLab)

describe('the failover of a dead primary', () => {
  it('fences, promotes, repoints and ends with a write through the edge', async () => {
    const context = testActionContext()
    await breakLab('kill', PRIMARY)
    const fenced = await perform(mariadbFenceAction, steps.fence(), context)
    expect(fenced.summary).toMatch(/its host confirms that the server is stopped/)
    const promoted = await perform(mariadbPromoteAction, steps.promote(), context)
    expect(promoted).toMatchObject({ changed: true, summary: `${REPLICA} is the primary` })
    await perform(appRepointAction, steps.app(), context)
    await perform(mariadbRepointAction, steps.repoint(), context)
    expect(await whoTakesWrites()).toEqual([REPLICA])
  })

  it('promotes nobody while the old primary is not fenced', async () => {
    const context = testActionContext()
    const checks = await mariadbPromoteAction.preflight(steps.promote(), context)
    expect(broken(checks).join()).toMatch(/mariadb-primary answers and takes writes/)
    await expect(mariadbPromoteAction.execute(steps.promote(), context)).rejects.toThrow('is not fenced')
    expect(await whoTakesWrites()).toEqual([PRIMARY])
  })

  it('first hands over what another replica has received and the wanted one has not', async () => {
    const context = testActionContext()
    await asRoot(REPLICA, (server) => server.run('STOP SLAVE IO_THREAD'))
    await perform(appRepointAction, steps.app(), context)
    await breakLab('kill', PRIMARY)
    await perform(mariadbFenceAction, steps.fence(), context)
    const { recoveryPoint, facts } = await mariadbPromoteAction.describe(steps.promote(), context)
    expect(facts.map(({ value }) => value).join()).toMatch(/lacks \d+ transactions that backup-mariadb has/)
    expect(recoveryPoint).toMatchObject({ transactions: 0, ageSeconds: 0 })
    await perform(mariadbPromoteAction, steps.promote(), context)
    expect(context.notes.join()).toMatch(/mariadb-replica fetches up to .* from backup-mariadb/)
    const [proof] = await asRoot(BACKUP, (server) => server.rows('SELECT COUNT(*) AS n FROM askproai.orders'))
    const [own] = await asRoot(REPLICA, (server) => server.rows('SELECT COUNT(*) AS n FROM askproai.orders'))
    expect(own?.n).toBe(proof?.n)
  })

  it('is harmless when any step is done twice', async () => {
    const context = testActionContext()
    await breakLab('kill', PRIMARY)
    for (const round of [1, 2]) {
      await perform(mariadbFenceAction, steps.fence(), context)
      const promoted = await perform(mariadbPromoteAction, steps.promote(), context)
      expect(promoted.changed).toBe(round === 1)
      const repointed = await perform(mariadbRepointAction, steps.repoint(), context)
      expect(repointed.changed).toBe(false)
      const written = await perform(appRepointAction, steps.app(), context)
      expect(written.changed).toBe(round === 1)
    }
    expect(await whoTakesWrites()).toEqual([REPLICA])
  })

  it('acts no more once the run is held by somebody else', async () => {
    const context = testActionContext({
      onAct: () => {
        throw new Error('the run is held by another worker')
      },
    })
    await expect(mariadbFenceAction.execute(steps.fence(), context)).rejects.toThrow()
    expect(await whoTakesWrites()).toEqual([PRIMARY])
  })
})
