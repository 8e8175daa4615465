import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hashPassword } from '@/lib/server/auth/password-hash'
import { insertUser, type UserRecord } from '@/lib/server/repositories/user.repository'
import { createTestApi, type TestApi } from '@/lib/testing/api'

const password = 'correct horse battery'
let api: TestApi
let person: UserRecord
let passwordHash: string

beforeAll(async () => {
  api = await createTestApi()
  passwordHash = await hashPassword(password)
})
afterAll(() => api.close())

beforeEach(async () => {
  const fields = { name: 'Ada', role: 'operator', mustChangePassword: false } as const
  const email = `${crypto.randomUUID()}@test.example`
  person = await insertUser(api.runtime.database, { ...fields, email, passwordHash })
})

async function me(headers: Record<string, string>) {
  return api.call('GET', '/api/v1/me', { headers })
}

function changeByAdmin(body: object) {
  return api.call('PATCH', `/api/v1/users/${person.id}`, { as: api.people.admin, body })
}

describe('a session', () => {
  test('answers as the person who signed in', async () => {
    const response = await me({ cookie: await api.cookieOf(person) })
    expect(await response.json()).toMatchObject({ email: person.email, role: 'operator' })
  })

  test('ends at once when the role changes', async () => {
    const cookie = await api.cookieOf(person)
    expect((await me({ cookie })).status).toBe(200)
    expect((await changeByAdmin({ role: 'commander' })).status).toBe(200)
    expect((await me({ cookie })).status).toBe(401)
  })

  test('ends at once when the person is disabled', async () => {
    const cookie = await api.cookieOf(person)
    await changeByAdmin({ disabled: true })
    expect((await me({ cookie })).status).toBe(401)
  })

  test('ends within five seconds when another web process changed the person', async () => {
    const cookie = await api.cookieOf(person)
    expect((await me({ cookie })).status).toBe(200)
    const data = { sessionVersion: { increment: 1 } }
    await api.runtime.database.user.update({ where: { id: person.id }, data })
    api.clock.advance(5_001)
    expect((await me({ cookie })).status).toBe(401)
  })

  test('of another browser ends when the password changes; this one goes on with a new cookie', async () => {
    const cookie = await api.cookieOf(person)
    const body = { currentPassword: password, newPassword: 'staple battery horse' }
    const response = await api.call('POST', '/api/v1/me/password', { headers: { cookie }, body })
    expect(response.status).toBe(204)
    expect((await me({ cookie })).status).toBe(401)
    const [fresh = ''] = (response.headers.get('set-cookie') ?? '').split(';')
    expect((await me({ cookie: fresh })).status).toBe(200)
  })

  test('ends after twelve hours, however busy', async () => {
    const cookie = await api.cookieOf(person)
    api.clock.advance(12 * 3_600_000 + 1)
    expect((await me({ cookie })).status).toBe(401)
  })

  test('in use is renewed, in a cookie that scripts cannot read', async () => {
    const cookie = await api.cookieOf(person)
    api.clock.advance(6 * 60_000)
    const renewed = (await me({ cookie })).headers.get('set-cookie')
    expect(renewed).toMatch(/HttpOnly; SameSite=Lax; Max-Age=3600/)
  })

  test.each(['switchyard.session=', 'switchyard.session=forged', 'other=1'])(
    'is not made by the cookie %s',
    async (cookie) => {
      expect((await me({ cookie })).status).toBe(401)
    },
  )

  test('with a first password can do nothing but change it', async () => {
    await api.runtime.database.user.update({ where: { id: person.id }, data: { mustChangePassword: true } })
    const cookie = await api.cookieOf(person)
    expect((await api.call('GET', '/api/v1/topology', { headers: { cookie } })).status).toBe(403)
    expect(await (await me({ cookie })).json()).toMatchObject({ mustChangePassword: true })
    const body = { currentPassword: password, newPassword: 'staple battery horse' }
    expect((await api.call('POST', '/api/v1/me/password', { headers: { cookie }, body })).status).toBe(204)
  })

  test('makes no change for another site', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }
    const body = { name: 'mine', role: 'auditor', expiresInDays: 1 }
    const response = await api.call('POST', '/api/v1/tokens', { as: person, headers, body })
    expect(response.status).toBe(403)
    expect(await api.runtime.database.apiToken.count({ where: { userId: person.id } })).toBe(0)
  })

  test('makes no change that a form could send', async () => {
    const headers = { 'content-type': 'text/plain' }
    const response = await api.call('POST', '/api/v1/tokens', { as: person, headers, body: {} })
    expect(response.status).toBe(415)
  })
})
