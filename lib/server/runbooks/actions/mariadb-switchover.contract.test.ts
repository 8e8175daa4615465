import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { testActionContext } from '@/lib/testing/action-context'
import { ensureLab, healLab } from '@/lib/testing/lab'
import { asRoot, BACKUP, broken, PRIMARY, perform, REPLICA, whoTakesWrites } from '@/lib/testing/mariadb-lab'
import { mariadbSwitchoverAction } from './mariadb-switchover.action'

beforeAll(ensureLab)
afterAll(healLab)

const SOON = { timeout: 15_000, interval: 200 }
const settings = mariadbSwitchoverAction.settings.parse({ to: '$to' })
const to = (node: string) => testActionContext({ parameters: { to: node } })

it('knows who could take the lead over, and that the one that leads could not', async () => {
  const choices = await mariadbSwitchoverAction.choices?.(settings, to(PRIMARY))
  expect(choices?.to?.map(({ value, verdict }) => [value, verdict])).toEqual([
    [REPLICA, 'fit'],
    [BACKUP, 'fit'],
    [PRIMARY, 'already'],
  ])
  await asRoot(REPLICA, (server) => server.run('STOP SLAVE'))
  const after = await mariadbSwitchoverAction.choices?.(settings, to(PRIMARY))
  expect(after?.to?.map(({ value, verdict, reason }) => `${value} ${verdict}: ${reason}`)).toEqual([
    `${BACKUP} fit: up to date`,
    `${REPLICA} unfit: does not follow ${PRIMARY}`,
    `${PRIMARY} already: it leads already`,
  ])
  await asRoot(REPLICA, (server) => server.run('START SLAVE'))
  await vi.waitFor(async () => {
    const again = await mariadbSwitchoverAction.choices?.(settings, to(PRIMARY))
    expect(again?.to?.find(({ value }) => value === REPLICA)?.verdict).toBe('fit')
  }, SOON)
})

it('may not begin when the wanted one leads already, and touches nothing', async () => {
  const checks = await mariadbSwitchoverAction.preflight(settings, to(PRIMARY))
  expect(broken(checks).join()).toMatch(/mariadb-primary leads already: there is nothing to hand over/)
  expect(await whoTakesWrites()).toEqual([PRIMARY])
})

it('says also ahead of a run that it would not work while nobody leads', async () => {
  const made = to(REPLICA)
  const ahead = { ...made, run: { ...made.run, mode: 'rehearsal' as const } }
  await asRoot(PRIMARY, (server) => server.run('SET GLOBAL read_only=1'))
  try {
    const checks = await mariadbSwitchoverAction.preflight(settings, ahead)
    const said = checks.map(({ outcome, reason }) => `${outcome}: ${reason}`)
    expect(said).toEqual(['failed: no server takes writes: promote one first'])
  } finally {
    await asRoot(PRIMARY, (server) => server.run('SET GLOBAL read_only=0'))
  }
})

it('hands over, and does no harm when it is begun again after a crash', async () => {
  const context = to(REPLICA)
  expect(await perform(mariadbSwitchoverAction, settings, context)).toMatchObject({ changed: true })
  expect(await perform(mariadbSwitchoverAction, settings, context)).toMatchObject({ changed: false })
  expect(await whoTakesWrites()).toEqual([REPLICA])
})
