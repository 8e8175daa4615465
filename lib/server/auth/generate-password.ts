import { randomInt } from 'node:crypto'

/** Without the letters and digits that people take for one another. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Four groups of five, about 99 bits: fit to be read out and typed. */
export function generatePassword(): string {
  const group = () => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join('')
  return [group(), group(), group(), group()].join('-')
}
