import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApi, type TestApi } from '@/lib/testing/api'

const day = 86_400_000
let api: TestApi
beforeAll(async () => {
  api = await createTestApi()
})
afterAll(() => api.close())

type Role = keyof TestApi['people']

async function makeToken(as: Role, role: Role = as, expiresInDays = 30) {
  const body = { name: 'ci', role, expiresInDays }
  const response = await api.call('POST', '/api/v1/tokens', { as: api.people[as], body })
  const { token, secret } = await response.json()
  return { status: response.status, id: token?.id as string, secret: secret as string }
}

function callWith(secret: string, method = 'GET', path = '/api/v1/me', body?: unknown) {
  const headers = { authorization: `Bearer ${secret}`, origin: 'https://elsewhere.example' }
  return api.call(method, path, { headers, body })
}

describe('an API token', () => {
  test('is stored as a hash alone', async () => {
    const { id, secret } = await makeToken('operator')
    const row = await api.runtime.database.apiToken.findUniqueOrThrow({ where: { id } })
    expect(secret).toMatch(/^swy_[\w-]{43}$/)
    expect(secret.startsWith(row.prefix)).toBe(true)
    expect(JSON.stringify(row)).not.toContain(secret)
  })

  test('acts with its own role, from any origin', async () => {
    const { secret } = await makeToken('commander', 'auditor')
    expect(await (await callWith(secret)).json()).toMatchObject({ type: 'token', role: 'auditor' })
    const body = { node: 'web', endsAt: new Date(Date.now() + day).toISOString(), reason: 'x' }
    expect((await callWith(secret, 'POST', '/api/v1/maintenance', body)).status).toBe(403)
  })

  test('cannot have a higher role than the person who makes it', async () => {
    expect((await makeToken('operator', 'admin')).status).toBe(403)
  })

  test('does no more than its person may today', async () => {
    const { secret } = await makeToken('admin')
    await api.runtime.database.user.update({
      where: { id: api.people.admin.id },
      data: { role: 'auditor' },
    })
    expect(await (await callWith(secret)).json()).toMatchObject({ role: 'auditor' })
    await api.runtime.database.user.update({ where: { id: api.people.admin.id }, data: { role: 'admin' } })
  })

  test('ends with the access of its person', async () => {
    const { secret } = await makeToken('operator')
    const where = { id: api.people.operator.id }
    await api.runtime.database.user.update({ where, data: { disabledAt: new Date() } })
    expect((await callWith(secret)).status).toBe(401)
    await api.runtime.database.user.update({ where, data: { disabledAt: null } })
    expect((await callWith(secret)).status).toBe(200)
  })

  test('ends when its time is over', async () => {
    const { secret, id } = await makeToken('auditor')
    await api.runtime.database.apiToken.update({
      where: { id },
      data: { expiresAt: new Date(api.clock.nowMs()) },
    })
    expect((await callWith(secret)).status).toBe(401)
  })

  test.each([0, 366, 1.5])('cannot live for %d days', async (expiresInDays) => {
    expect((await makeToken('auditor', 'auditor', expiresInDays)).status).toBe(400)
  })

  test('revokes itself, and is over', async () => {
    const { secret, id } = await makeToken('auditor')
    expect((await callWith(secret, 'DELETE', `/api/v1/tokens/${id}`)).status).toBe(200)
    expect((await callWith(secret)).status).toBe(401)
  })

  test('of somebody else is neither seen nor revoked, except by an admin', async () => {
    const { id } = await makeToken('commander')
    const { operator, admin } = api.people
    const seen = await (await api.call('GET', '/api/v1/tokens', { as: operator })).text()
    expect(seen).not.toContain(id)
    expect((await api.call('DELETE', `/api/v1/tokens/${id}`, { as: operator })).status).toBe(404)
    expect((await api.call('DELETE', `/api/v1/tokens/${id}`, { as: admin })).status).toBe(200)
  })

  test('does not breed', async () => {
    const { secret } = await makeToken('admin')
    const body = { name: 'child', role: 'admin', expiresInDays: 365 }
    expect((await callWith(secret, 'POST', '/api/v1/tokens', body)).status).toBe(403)
  })

  test('tells when it was last used, written once a minute', async () => {
    const { secret, id } = await makeToken('auditor')
    const lastUsedAt = async () => {
      const row = await api.runtime.database.apiToken.findUniqueOrThrow({ where: { id } })
      return row.lastUsedAt?.getTime() ?? null
    }
    expect(await lastUsedAt()).toBeNull()
    await callWith(secret)
    const first = await lastUsedAt()
    expect(first).not.toBeNull()
    await callWith(secret)
    expect(await lastUsedAt()).toBe(first)
    api.clock.advance(60_001)
    await callWith(secret)
    expect(await lastUsedAt()).toBeGreaterThan(first ?? 0)
  })

  test.each(['', 'nonsense', `swy_${'a'.repeat(43)}`, `swy_${'a'.repeat(5000)}`])(
    'that nobody made lets nobody in: %s',
    async (secret) => {
      expect((await callWith(secret)).status).toBe(401)
    },
  )
})
