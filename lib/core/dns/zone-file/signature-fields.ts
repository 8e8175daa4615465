import { bitsOf, bytesAsHex, readHex } from './binary-fields'
import type { DataField } from './data-fields'
import type { ByteCursor, TokenCursor } from './data-reader'
import { labelsOf } from './domain-name'
import { parseInstant } from './instant'
import { looseNumber } from './loose-number'
import { typeCodeOf, typeNameOf } from './type-names'
import { ZoneFault } from './zone-fault'

/** The type of the records that a signature covers (RFC 4034, section 3.2). */
export const coveredType: DataField = {
  fromTokens(cursor) {
    const word = cursor.next('the type covered')
    const code = looseNumber(word, 65_535) ?? typeCodeOf(word)
    if (code === undefined) throw noType(word)
    return typeNameOf(code)
  },
  fromBytes: (cursor) => typeNameOf(cursor.takeNumber(2)),
}

/** An instant as `20261124120000`, or in seconds since 1970; it goes round after 2^32 s (RFC 4034, section 3.2). */
export function signatureTime(what: string, mayBeSeconds: boolean): DataField {
  return {
    fromTokens(cursor) {
      const text = cursor.next(what)
      const seconds = mayBeSeconds || text.length === 14 ? secondsOf(text) : undefined
      if (seconds === undefined)
        throw new ZoneFault(`${what} is ${text}`, 'Write it as 20261124120000, in UTC.')
      return writtenTime(seconds)
    },
    fromBytes: (cursor) => writtenTime(cursor.takeNumber(4)),
  }
}

function secondsOf(text: string): number | undefined {
  if (/^[0-9]{1,10}$/.test(text)) return Number(text) < 2 ** 32 ? Number(text) : undefined
  const seconds = parseInstant(text)
  return seconds === undefined ? undefined : ((seconds % 2 ** 32) + 2 ** 32) % 2 ** 32
}

/** The first instant since 1970 that the number can mean. */
function writtenTime(seconds: number): string {
  const iso = new Date(seconds * 1000).toISOString()
  return iso.slice(0, 19).replace(/[-T:]/g, '')
}

/** The types that a name has: at least so many, sorted by their codes (RFC 4034, section 4.1.2). */
export function typeBitmap(fewest: 0 | 1): DataField {
  return {
    fromTokens(cursor) {
      const words = fewest === 1 || cursor.hasMore() ? cursor.rest('the list of types') : []
      return writtenTypes(
        words.map((word) => {
          const code = typeCodeOf(word)
          if (code === undefined) throw noType(word)
          return code
        }),
      )
    },
    fromBytes(cursor) {
      const codes = bitmapOf(cursor)
      if (codes.length < fewest) throw badBitmap()
      return writtenTypes(codes)
    },
  }
}

/** By name, in the order of their codes, each once. */
export function writtenTypes(codes: readonly number[]): string {
  return [...new Set(codes)]
    .sort((one, other) => one - other)
    .map(typeNameOf)
    .join(' ')
}

function bitmapOf(cursor: ByteCursor): readonly number[] {
  const codes: number[] = []
  let last = -1
  while (cursor.hasMore()) {
    const window = cursor.takeNumber(1)
    const bytes = cursor.take(cursor.takeNumber(1))
    if (window <= last || bytes.length === 0 || bytes.length > 32 || bytes.at(-1) === 0) throw badBitmap()
    last = window
    codes.push(...bitsOf(bytes).map((bit) => window * 256 + bit))
  }
  return codes
}

/** Hexadecimal in one word; a dash is none. */
export const salt: DataField = {
  fromTokens(cursor) {
    const word = cursor.next('the salt')
    const bytes = word === '-' ? [] : readHex([word], 'the salt')
    if (bytes.length > 255) throw new ZoneFault('the salt has more than 255 bytes', 'Shorten it.')
    return writtenSalt(bytes)
  },
  fromBytes: (cursor) => writtenSalt(cursor.take(cursor.takeNumber(1))),
}

function writtenSalt(bytes: readonly number[]): string {
  return bytes.length === 0 ? '-' : bytesAsHex(bytes)
}

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUV'

/** A hashed owner in base32 with the extended alphabet, without padding (RFC 5155, section 3.3). */
export const hashedName: DataField = {
  fromTokens(cursor: TokenCursor) {
    const word = cursor.next('the next hashed name').toUpperCase()
    if (!isBase32(word)) {
      throw new ZoneFault(
        'the next hashed name is not base32',
        'Copy all of it: digits and the letters A to V, without padding.',
      )
    }
    return word
  },
  fromBytes(cursor) {
    const bytes = cursor.take(cursor.takeNumber(1))
    if (bytes.length === 0) throw new ZoneFault('the next hashed name is missing', 'Write all bytes of it.')
    return asBase32(bytes)
  },
}

/** Records of hashed names have a hash as their first label. Throws ZoneFault. */
export function checkHashedOwner(owner: string): void {
  if (isBase32((labelsOf(owner)[0] ?? '').toUpperCase())) return
  throw new ZoneFault(`${owner} does not begin with a hashed name`, 'Let the server sign the zone anew.')
}

function isBase32(word: string): boolean {
  if (!/^[0-9A-V]+$/.test(word) || word.length * 5 > 255 * 8 + 4) return false
  const spareBits = (word.length * 5) % 8
  if (spareBits >= 5) return false
  return alphabet.indexOf(word.at(-1) ?? '') % 2 ** spareBits === 0
}

function asBase32(bytes: readonly number[]): string {
  const bits = bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const groups = bits.match(/.{1,5}/g) ?? []
  return groups.map((group) => alphabet[Number.parseInt(group.padEnd(5, '0'), 2)]).join('')
}

function noType(word: string): ZoneFault {
  return new ZoneFault(`${word.slice(0, 40)} is no record type`, 'Write its name, or TYPE with its number.')
}

function badBitmap(): ZoneFault {
  return new ZoneFault('the list of types is not well formed', 'Write it by name, not as generic data.')
}
