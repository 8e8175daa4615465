import { afterAll, beforeAll, expect, test } from 'vitest'
import { endAcknowledgementsOf } from '@/lib/server/repositories/acknowledgement.repository'
import { createTestApi, type TestApi } from '@/lib/testing/api'
import { makeNode } from '@/lib/testing/inventory-factory'
import { declare } from '@/lib/testing/worker'

let api: TestApi
beforeAll(async () => {
  api = await createTestApi()
  const nodes = [makeNode('web'), makeNode('cluster', { probes: [], unobserved: 'made of its members' })]
  await declare(api.runtime.database, { nodes, links: [] })
})
afterAll(() => api.close())

function acknowledge(slug: string, note: string, as: 'operator' | 'commander' = 'operator') {
  const path = `/api/v1/nodes/${slug}/acknowledgements`
  return api.call('POST', path, { as: api.people[as], body: { note } })
}

async function shown() {
  const node = await (await api.call('GET', '/api/v1/nodes/web', { as: api.people.auditor })).json()
  return node.acknowledgement
}

function recover(subject: string, toStatus: string) {
  const transition = { subject, atMs: api.clock.nowMs(), toStatus }
  return api.runtime.database.$transaction((transaction) => endAcknowledgementsOf(transaction, [transition]))
}

test('whoever works on a failure is shown; the newest counts', async () => {
  expect((await acknowledge('web', 'looking')).status).toBe(200)
  await acknowledge('web', 'I have it', 'commander')
  expect(await shown()).toMatchObject({ note: 'I have it', acknowledgedBy: 'commander@test.example' })
})

test('an acknowledgement ends with the recovery of its node, not before and not with another', async () => {
  await acknowledge('web', 'looking')
  await recover('node:web', 'degraded')
  await recover('node:other', 'healthy')
  expect(await shown()).toMatchObject({ note: 'looking' })
  await recover('node:web', 'healthy')
  expect(await shown()).toBeNull()
})

test('what nobody probes cannot be acknowledged, for nothing would ever end it', async () => {
  expect((await acknowledge('cluster', 'looking')).status).toBe(409)
})
