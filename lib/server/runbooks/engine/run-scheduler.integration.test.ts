import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApi, type TestApi } from '@/lib/testing/api'
import { writeRunbooks } from '@/lib/testing/runbooks'
import { silentLog } from '@/lib/testing/worker'
import { RunScheduler } from './run-scheduler'

const HOUR_MS = 3_600_000
let api: TestApi
let folder: { remove(): void }

beforeAll(async () => {
  folder = writeRunbooks([{ id: 'by-hand', steps: [{ key: 'look', kind: 'manual' }] }])
  api = await createTestApi()
})
afterAll(async () => {
  await api.close()
  folder.remove()
})

const path = '/api/v1/runbooks/by-hand/schedule'
const scheduler = () => {
  const { database } = api.runtime
  return new RunScheduler({ database, clock: api.clock, log: silentLog })
}
const scheduled = () =>
  api.runtime.database.run.findMany({ where: { scheduled: true }, orderBy: { number: 'asc' } })
const schedule = async () => (await (await api.call('GET', path, { as: api.people.auditor })).json()).schedule

it('starts a drill at its time, once however many workers look, and makes up for none that was missed', async () => {
  const body = { mode: 'drill', everyHours: 24 }
  expect((await api.call('PUT', path, { as: api.people.operator, body })).status).toBe(403)
  expect((await api.call('PUT', path, { as: api.people.commander, body })).status).toBe(200)
  await scheduler().startDue()
  expect(await scheduled()).toHaveLength(0)
  api.clock.advance(24 * HOUR_MS + 1)
  await Promise.all([scheduler().startDue(), scheduler().startDue(), scheduler().startDue()])
  const [run] = await scheduled()
  expect(await scheduled()).toHaveLength(1)
  expect(run).toMatchObject({ mode: 'drill', startedBy: 'system schedule' })
  expect(await schedule()).toMatchObject({ lastRunId: run?.id, lastNotStarted: null })
})

it('says why one could not start', async () => {
  api.clock.advance(72 * HOUR_MS)
  await scheduler().startDue()
  expect(await scheduled()).toHaveLength(1)
  expect((await schedule()).lastNotStarted).toContain('by system schedule is active and holds by-hand')
  expect(Date.parse((await schedule()).nextAt)).toBeGreaterThan(api.clock.nowMs())
})

it('starts nothing after it was ended', async () => {
  expect((await api.call('DELETE', path, { as: api.people.commander })).status).toBe(204)
  expect(await schedule()).toBeNull()
  api.clock.advance(72 * HOUR_MS)
  await scheduler().startDue()
  expect(await scheduled()).toHaveLength(1)
})
