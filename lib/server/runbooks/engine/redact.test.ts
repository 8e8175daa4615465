import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createRedactor } from './redact'

it('leaves no secret that was read in anything that is written, however deep it lies', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 8 }).filter((text) => text.trim().length >= 8),
      fc.jsonValue(),
      (secret, noise) => {
        const redactor = createRedactor()
        redactor.add(secret)
        const told = redactor.value({ noise, list: [`a ${secret.trim()} b`, { deep: secret.trim() }] })
        expect(JSON.stringify(told.list)).not.toContain(JSON.stringify(secret.trim()).slice(1, -1))
      },
    ),
  )
})

it('replaces credentials in addresses even when nobody named them', () => {
  expect(createRedactor().text('refused by mysql://root:hunter2@db:3306/app')).toBe(
    'refused by mysql://[redacted]@db:3306/app',
  )
})

it('replaces each line of a key of many lines, and leaves short words alone', () => {
  const redactor = createRedactor()
  redactor.add('-----BEGIN KEY-----\nabcdefgh\n')
  redactor.add('the')
  expect(redactor.text('the key has abcdefgh in it')).toBe('the key has [redacted] in it')
})
