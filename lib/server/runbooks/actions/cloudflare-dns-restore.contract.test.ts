import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { cloudflareContext, cloudflareOfLab } from '@/lib/testing/cloudflare-lab'
import { ensureLab } from '@/lib/testing/lab'
import { cloudflareDnsRecordAction as change } from './cloudflare-dns-record.action'
import { cloudflareDnsRestoreAction as action } from './cloudflare-dns-restore.action'

const NAME = 'old.askproai.de'
const OLD = '192.0.2.10'
const asked = action.settings.parse({})

beforeAll(ensureLab)
beforeEach(async () => {
  const { api, zone } = cloudflareOfLab()
  await api.dns.records.create({ ...zone, name: NAME, type: 'A', content: OLD, ttl: 300, proxied: false })
})
afterEach(removeRecords)

async function recordsNow() {
  const { api, zone } = cloudflareOfLab()
  return (await api.dns.records.list({ ...zone, type: 'A', name: { exact: NAME } })).result
}

async function removeRecords(): Promise<void> {
  const { api, zone } = cloudflareOfLab()
  for (const { id } of await recordsNow()) await api.dns.records.delete(id, zone)
}

/** A run that has led the record elsewhere: what it remembers. */
async function earlierRun(): Promise<ReadonlyMap<string, unknown>> {
  const context = cloudflareContext()
  const settings = change.settings.parse({ name: NAME, content: '198.51.100.20', ttlSeconds: 60 })
  await change.execute(settings, context)
  return context.memory
}

it('brings back what the run before it noted, read back from the API; once more it changes nothing', async () => {
  const context = cloudflareContext({}, { before: await earlierRun() })
  expect((await action.describe(asked, context)).summary).toBe(`Leads ${NAME} back to ${OLD}`)
  expect((await action.preflight(asked, context)).map(({ outcome }) => outcome)).toEqual(['passed', 'passed'])
  expect(await action.verify(asked, context)).toMatchObject([{ outcome: 'failed' }])
  expect((await action.execute(asked, context)).changed).toBe(true)
  expect(await recordsNow()).toMatchObject([{ content: OLD, ttl: 300, proxied: false }])
  expect(await action.verify(asked, context)).toMatchObject([{ outcome: 'passed' }])
  expect((await action.execute(asked, context)).changed).toBe(false)
})

it('with nothing noted it changes nothing, and says so before anyone presses the button', async () => {
  const context = cloudflareContext()
  const [, check] = await action.preflight(asked, context)
  expect(check).toMatchObject({ outcome: 'warning', reason: expect.stringContaining('none is brought back') })
  expect((await action.execute(asked, context)).changed).toBe(false)
  expect(context.acted()).toBe(0)
})

it('a record that somebody has deleted since stops it beforehand', async () => {
  const before = await earlierRun()
  await removeRecords()
  const [, check] = await action.preflight(asked, cloudflareContext({}, { before }))
  expect(check).toMatchObject({ outcome: 'failed', reason: `${NAME}: not there any more` })
})
