import { describe, expect, test } from 'vitest'
import { hashPassword, verifyPassword } from './password-hash'

describe('a hashed password', () => {
  test('names argon2id and its cost, and is salted anew each time', async () => {
    const [one, other] = await Promise.all([hashPassword('open sesame'), hashPassword('open sesame')])
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
    expect(one).not.toBe(other)
  })

  test('is verified by the same password and no other', async () => {
    const hash = await hashPassword('open sesame')
    expect(await verifyPassword('open sesame', hash)).toBe(true)
    expect(await verifyPassword('open sesame ', hash)).toBe(false)
    expect(await verifyPassword('', hash)).toBe(false)
  })

  test('takes letters typed on different keyboards for the same', async () => {
    const hash = await hashPassword('Schlu\u0308ssel und Schloss')
    expect(await verifyPassword('Schl\u00fcssel und Schloss', hash)).toBe(true)
  })

  test.each([
    '',
    'none',
    '$2b$10$abcdefghijklmnopqrstuv',
    '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$',
    '$argon2id$v=19$m=99999999,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNo',
    '$argon2id$v=19$m=19456,t=999,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNo',
  ])('that cannot be read, or would cost too much to, lets nobody in: %s', async (damaged) => {
    expect(await verifyPassword('open sesame', damaged)).toBe(false)
  })

  test('made with another cost still verifies, so that the cost can be raised', async () => {
    const { argon2Sync } = await import('node:crypto')
    const nonce = Buffer.from('saltsaltsaltsalt')
    const cost = { memory: 1024, passes: 1, parallelism: 1, tagLength: 32 }
    const key = argon2Sync('argon2id', { ...cost, nonce, message: 'open sesame' })
    const plain = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')
    const hash = `$argon2id$v=19$m=1024,t=1,p=1$${plain(nonce)}$${plain(key)}`
    expect(await verifyPassword('open sesame', hash)).toBe(true)
  })
})
