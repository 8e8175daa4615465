import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import {
  cloudflareApiAddress,
  cloudflareContext,
  cloudflareOfLab,
  throughPort,
} from '@/lib/testing/cloudflare-lab'
import { startFailingProxy } from '@/lib/testing/failing-proxy'
import { ensureLab } from '@/lib/testing/lab'
import { cloudflareDnsRecordAction as action } from './cloudflare-dns-record.action'

const NAME = 'direct.askproai.de'
const OLD = '192.0.2.10'
const NEW = '198.51.100.20'
const asked = action.settings.parse({ name: NAME, content: NEW })

beforeAll(ensureLab)
beforeEach(() => addRecord(OLD))
afterEach(removeRecords)

async function addRecord(content: string): Promise<void> {
  const { api, zone } = cloudflareOfLab()
  await api.dns.records.create({ ...zone, name: NAME, type: 'A', content, ttl: 300, proxied: false })
}

async function recordsNow() {
  const { api, zone } = cloudflareOfLab()
  return (await api.dns.records.list({ ...zone, type: 'A', name: { exact: NAME } })).result
}

async function removeRecords(): Promise<void> {
  const { api, zone } = cloudflareOfLab()
  for (const { id } of await recordsNow()) await api.dns.records.delete(id, zone)
}

const contentsNow = async () => (await recordsNow()).map(({ content }) => content)

it('leads the record elsewhere, read back from the API; the undo brings back all that it held', async () => {
  const context = cloudflareContext()
  const [before] = await recordsNow()
  expect((await action.preflight(asked, context)).map(({ outcome }) => outcome)).toEqual(['passed', 'passed'])
  expect((await action.describe(asked, context)).summary).toBe(`Leads ${NAME} (A) from ${OLD} to ${NEW}`)
  expect((await action.execute({ ...asked, ttlSeconds: 60 }, context)).changed).toBe(true)
  expect(await recordsNow()).toMatchObject([{ id: before?.id, content: NEW, ttl: 60, proxied: false }])
  expect(await action.verify(asked, context)).toMatchObject([{ outcome: 'passed' }])
  await action.undo?.(asked, context)
  expect(await recordsNow()).toMatchObject([{ id: before?.id, content: OLD, ttl: 300, proxied: false }])
})

it('repeated after a crash it changes nothing, and still knows what was before', async () => {
  const context = cloudflareContext()
  await action.execute(asked, context)
  const again = cloudflareContext({}, { memory: context.memory })
  expect((await action.execute(asked, again)).changed).toBe(false)
  await action.undo?.(asked, again)
  expect(await contentsNow()).toEqual([OLD])
})

it('somebody who changes it back fails the verification', async () => {
  const context = cloudflareContext()
  await action.execute(asked, context)
  const { api, zone } = cloudflareOfLab()
  const [record] = await recordsNow()
  await api.dns.records.edit(record?.id ?? '', { ...zone, name: NAME, type: 'A', content: OLD, ttl: 300 })
  expect(await action.verify(asked, context)).toMatchObject([{ outcome: 'failed' }])
})

it('of several records only the one that is said is changed, and none is guessed', async () => {
  await addRecord('192.0.2.11')
  const context = cloudflareContext()
  const [, guessed] = await action.preflight(asked, context)
  expect(guessed).toMatchObject({ outcome: 'failed' })
  expect(guessed?.reason).toContain('say which')
  await action.execute({ ...asked, from: '192.0.2.11' }, context)
  expect((await contentsNow()).toSorted()).toEqual([OLD, NEW].toSorted())
})

it.each([
  ['a name without a record', { name: 'nobody.askproai.de' }, 'no record'],
  ['an address of another kind', { content: '2001:db8::1' }, 'cannot lead to'],
  ['a type that leads nowhere', { type: 'TXT' }, 'leads nowhere'],
  ['a parameter that the run does not have', { content: '$where' }, 'no parameter where'],
])('is refused beforehand for %s', async (_what, change, words) => {
  const [, check] = await action.preflight({ ...asked, ...change }, cloudflareContext())
  expect(check?.outcome).toBe('failed')
  expect(check?.reason).toContain(words)
})

it('a change that the API does not take fails, and is made when it is asked for again', async () => {
  const proxy = await startFailingProxy(cloudflareApiAddress, (method) =>
    method === 'PATCH' ? { status: 502 } : undefined,
  )
  const context = cloudflareContext(throughPort(proxy.port))
  await expect(action.execute(asked, context)).rejects.toMatchObject({ code: 'unavailable' })
  await proxy.close()
  expect(await contentsNow()).toEqual([OLD])
  expect((await action.execute(asked, cloudflareContext({}, { memory: context.memory }))).changed).toBe(true)
})

it('a process that has lost its run changes nothing', async () => {
  const onAct = () => {
    throw new Error('the run is held by another')
  }
  await expect(action.execute(asked, cloudflareContext({}, { onAct }))).rejects.toThrow('held by another')
  expect(await contentsNow()).toEqual([OLD])
})
