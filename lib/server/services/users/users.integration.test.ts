import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '@/lib/core/errors/app-error'
import { systemClock } from '@/lib/core/time/clock'
import { verifyPassword } from '@/lib/server/auth/password-hash'
import { createTestApi, type TestApi } from '@/lib/testing/api'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { changeUser } from './change'
import { createUser } from './create'
import { ensureFirstAdmin } from './ensure-first-admin'

describe('the first admin', () => {
  let fresh: TestDatabase
  beforeEach(async () => {
    fresh = await createTestDatabase()
  })
  afterEach(() => fresh.drop())

  test('is made once, though several processes start at the same moment', async () => {
    const starts = Array.from({ length: 4 }, () => ensureFirstAdmin(fresh.database, systemClock))
    const told = (await Promise.all(starts)).filter((admin) => admin !== undefined)
    expect(told).toHaveLength(1)
    expect(await fresh.database.user.count()).toBe(1)
    expect(await ensureFirstAdmin(fresh.database, systemClock)).toBeUndefined()
  })

  test('has the password that was told, stored as a hash, and must change it', async () => {
    const admin = await ensureFirstAdmin(fresh.database, systemClock)
    const row = await fresh.database.user.findFirstOrThrow()
    expect(row).toMatchObject({ role: 'admin', mustChangePassword: true })
    expect(await verifyPassword(admin?.password ?? '', row.passwordHash)).toBe(true)
    const audit = await fresh.database.auditEntry.findMany()
    expect(
      JSON.stringify([row, audit], (_, value) => (typeof value === 'bigint' ? String(value) : value)),
    ).not.toContain(admin?.password)
  })
})

describe('people', () => {
  let api: TestApi
  beforeAll(async () => {
    api = await createTestApi()
  })
  afterAll(() => api.close())

  const asAdmin = () => api.contextOf(api.people.admin)

  test('are known by their e-mail address in any case, once', async () => {
    await createUser(asAdmin(), { email: 'Grace@test.example', name: 'Grace', role: 'operator' })
    const again = createUser(asAdmin(), { email: 'grace@TEST.example', name: 'Grace', role: 'operator' })
    await expect(again).rejects.toMatchObject({ code: 'conflict' })
  })

  test('always include an admin, though two take the role from each other at once', async () => {
    const { user: second } = await createUser(asAdmin(), {
      email: 'second@test.example',
      name: 'Second',
      role: 'admin',
    })
    const outcomes = await Promise.allSettled([
      changeUser(asAdmin(), { id: second.id, role: 'operator' }),
      changeUser(asAdmin(), { id: api.people.admin.id, disabled: true }),
    ])
    const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    expect(refused).toHaveLength(1)
    expect(refused[0]).toBeInstanceOf(AppError)
    const where = { role: 'admin', disabledAt: null }
    expect(await api.runtime.database.user.count({ where })).toBe(1)
  })

  test('leave a trace of each change, without passwords', async () => {
    const email = 'trace@test.example'
    const { user, password } = await createUser(asAdmin(), { email, name: 'T', role: 'auditor' })
    await changeUser(asAdmin(), { id: user.id, role: 'operator', name: 'Tracy' })
    const entries = await api.runtime.database.auditEntry.findMany({
      where: { subject: `user:${email}` },
      orderBy: { id: 'asc' },
    })
    expect(entries.map(({ action }) => action)).toEqual(['user.create', 'user.change'])
    expect(entries[1]).toMatchObject({
      before: { role: 'auditor', name: 'T' },
      after: { role: 'operator', name: 'Tracy' },
    })
    expect(entries.some(({ before, after }) => JSON.stringify([before, after]).includes(password))).toBe(
      false,
    )
  })
})
