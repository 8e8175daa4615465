import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApi, type TestApi } from '@/lib/testing/api'
import { makeNode } from '@/lib/testing/inventory-factory'
import { declare } from '@/lib/testing/worker'

let api: TestApi
beforeAll(async () => {
  api = await createTestApi()
  await declare(api.runtime.database, {})
})
afterAll(() => api.close())

const endsAt = new Date(Date.now() + 86_400_000).toISOString()

function plan(key: string, reason: string, as: keyof TestApi['people'] = 'operator') {
  const body = { node: 'web', endsAt, reason }
  const headers = { 'idempotency-key': key }
  return api.call('POST', '/api/v1/maintenance', { as: api.people[as], body, headers })
}

function countOf(reason: string): Promise<number> {
  return api.runtime.database.maintenanceWindow.count({ where: { reason } })
}

describe('a write with an idempotency key', () => {
  test('is done once, and repeats get the first answer', async () => {
    const first = await (await plan('key-1', 'disk')).json()
    const second = await (await plan('key-1', 'disk')).json()
    expect(second).toEqual(first)
    expect(await countOf('disk')).toBe(1)
  })

  test('is done once when it is sent ten times at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => plan('key-2', 'race')))
    const statuses = answers.map(({ status }) => status)
    expect(await countOf('race')).toBe(1)
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(1)
    expect(statuses.every((status) => status === 200 || status === 409)).toBe(true)
  })

  test('is refused when the key was used for something else', async () => {
    await plan('key-3', 'one')
    expect((await plan('key-3', 'other')).status).toBe(409)
    expect(await countOf('other')).toBe(0)
  })

  test('of one person does not meet the keys of another', async () => {
    await plan('key-4', 'shared', 'operator')
    expect((await plan('key-4', 'shared', 'commander')).status).toBe(200)
    expect(await countOf('shared')).toBe(2)
  })

  test('that failed may be made again under the same key', async () => {
    const body = { node: 'later', endsAt, reason: 'again' }
    const options = { as: api.people.operator, body, headers: { 'idempotency-key': 'key-5' } }
    expect((await api.call('POST', '/api/v1/maintenance', options)).status).toBe(404)
    await declare(api.runtime.database, {
      nodes: [makeNode('web'), makeNode('later')],
      links: [],
    })
    expect((await api.call('POST', '/api/v1/maintenance', options)).status).toBe(200)
  })

  test('keeps no secret: the answer that told one is not told again', async () => {
    const body = { name: 'ci', role: 'auditor', expiresInDays: 1 }
    const options = { as: api.people.auditor, body, headers: { 'idempotency-key': 'key-6' } }
    const { secret } = await (await api.call('POST', '/api/v1/tokens', options)).json()
    expect((await api.call('POST', '/api/v1/tokens', options)).status).toBe(409)
    const kept = await api.runtime.database.idempotencyKey.findMany()
    expect(JSON.stringify(kept)).not.toContain(secret)
  })

  test.each(['', ' ', 'x'.repeat(201)])('needs a sensible key, not "%s"', async (key) => {
    expect((await plan(key, 'odd')).status).toBe(400)
  })
})
