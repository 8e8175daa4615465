import { expect, test } from 'vitest'
import { passwordWeakness } from './password-rules'

test('a long password of many characters will do', () => {
  expect(passwordWeakness('correct horse battery', 'ada@example.com')).toBeUndefined()
})

test.each(['short', 'aaaaaaaaaaaaaaaaaaaa', 'it is lovelace again', 'x'.repeat(300)])(
  'a password that is easy to guess, or too long to hash, is refused with a reason: %s',
  (password) => {
    expect(passwordWeakness(password, 'lovelace@example.com')).toMatch(/\.$/)
  },
)
