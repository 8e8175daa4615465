import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hashPassword } from '@/lib/server/auth/password-hash'
import { changeUser, insertUser, type UserRecord } from '@/lib/server/repositories/user.repository'
import type { ServiceContext } from '@/lib/server/services/service-context'
import { createTestApi, type TestApi } from '@/lib/testing/api'
import { signIn } from './sign-in'

/** Each test begins with a window, so that none is cut in two by the next. */
const windowMs = 5 * 60_000
const password = 'correct horse battery'
let api: TestApi
let person: UserRecord
let passwordHash: string
let number = 0

beforeAll(async () => {
  api = await createTestApi()
  passwordHash = await hashPassword(password)
})
afterAll(() => api.close())

beforeEach(async () => {
  number += 1
  api.clock.advance(windowMs - (api.clock.nowMs() % windowMs))
  const fields = { name: 'Ada', role: 'operator', mustChangePassword: false } as const
  person = await insertUser(api.runtime.database, {
    ...fields,
    email: `ada${number}@test.example`,
    passwordHash,
  })
})

function attempt(given: { email?: string; password?: string; address?: string } = {}) {
  const { clock } = api
  const actor = { type: 'system', name: 'sign-in', role: 'admin' } as const
  const context: ServiceContext = { actor, clock, database: api.runtime.database, requestId: 'test' }
  return signIn(context, { email: person.email, password, address: `10.0.0.${number}`, ...given })
}

describe('signing in', () => {
  test('lets in by e-mail and password, whatever the case of the address', async () => {
    const result = await attempt({ email: ` ${person.email.toUpperCase()} ` })
    expect(result).toMatchObject({ status: 'signed-in', user: { id: person.id } })
  })

  test('is on record', async () => {
    await attempt()
    const entry = await api.runtime.database.auditEntry.findFirst({ where: { actor: person.email } })
    expect(entry?.action).toBe('session.start')
  })

  test('says the same of a wrong password, an unknown person and a disabled one', async () => {
    await changeUser(api.runtime.database, person.id, { disabledAt: new Date() })
    expect(await attempt()).toEqual({ status: 'refused' })
    expect(await attempt({ password: 'wrong' })).toEqual({ status: 'refused' })
    expect(await attempt({ email: 'nobody@test.example' })).toEqual({ status: 'refused' })
  })

  test('is slowed after five failures, also for the right password, and says for how long', async () => {
    for (let tries = 0; tries < 5; tries += 1) await attempt({ password: 'wrong' })
    const result = await attempt()
    expect(result.status).toBe('throttled')
    const waitSeconds = result.status === 'throttled' ? result.retryAfterSeconds : 0
    expect(waitSeconds).toBeGreaterThan(0)
    api.clock.advance(waitSeconds * 1000)
    expect((await attempt()).status).toBe('signed-in')
  })

  test('counts attempts made at once: no more than five get through', async () => {
    const results = await Promise.all(Array.from({ length: 20 }, () => attempt({ password: 'wrong' })))
    expect(results.filter(({ status }) => status === 'refused').length).toBeLessThanOrEqual(5)
  })

  test('is slowed for an address that tries many people', async () => {
    const tries = Array.from({ length: 60 }, (_, index) => attempt({ email: `guess${index}@test.example` }))
    const results = await Promise.all(tries)
    expect(results.filter(({ status }) => status === 'throttled').length).toBe(10)
  })

  test('does not count what succeeds: people who sign in often are not slowed', async () => {
    for (let times = 0; times < 8; times += 1) expect((await attempt()).status).toBe('signed-in')
  })

  test('of one person is not stopped by a stranger who guesses from elsewhere', async () => {
    for (let tries = 0; tries < 10; tries += 1) await attempt({ password: 'wrong', address: '203.0.113.9' })
    expect((await attempt()).status).toBe('signed-in')
  })

  test('keeps no e-mail address of those who failed', async () => {
    await attempt({ email: 'secret.person@test.example' })
    const keys = await api.runtime.database.rateWindow.findMany({ select: { key: true } })
    expect(JSON.stringify(keys)).not.toContain('secret.person')
  })
})
