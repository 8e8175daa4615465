import type { DataField } from './data-fields'
import { fitting } from './data-reader'
import { ZoneFault } from './zone-fault'

/** Hexadecimal to the end of the record; blanks between the digits mean nothing. */
export function hexadecimal(what: string, mayBeMissing = false): DataField {
  return {
    fromTokens: (cursor) =>
      mayBeMissing && !cursor.hasMore() ? '' : bytesAsHex(fitting(readHex(cursor.rest(what), what))),
    fromBytes: (cursor) => bytesAsHex(mayBeMissing ? cursor.rest() : nonEmpty(cursor.rest(), what)),
  }
}

export function base64(what: string, mayBeMissing = false): DataField {
  return {
    fromTokens(cursor) {
      if (mayBeMissing && !cursor.hasMore()) return ''
      const text = cursor.rest(what).join('')
      if (isBase64(text)) return fitting(text, (text.length / 4) * 3)
      throw new ZoneFault(
        `${what} is not base64`,
        'Check that nothing was cut off: its length is a multiple of four.',
      )
    },
    fromBytes: (cursor) => bytesAsBase64(mayBeMissing ? cursor.rest() : nonEmpty(cursor.rest(), what)),
  }
}

export function readHex(words: readonly string[], what: string): readonly number[] {
  const digits = words.join('')
  if (digits.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(digits)) {
    throw new ZoneFault(`${what} is not hexadecimal`, 'Write two digits from 0 to f for each byte.')
  }
  return Array.from({ length: digits.length / 2 }, (_, index) =>
    Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16),
  )
}

export function bytesAsHex(bytes: readonly number[]): string {
  return bytes
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase()
}

/** Data of no known form (RFC 3597, section 5). */
export function genericData(bytes: readonly number[]): string {
  return bytes.length === 0 ? '\\# 0' : `\\# ${bytes.length} ${bytesAsHex(bytes)}`
}

export function isBase64(text: string): boolean {
  if (text.length === 0 || text.length % 4 !== 0) return false
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return false
  // The bits behind the last byte must be zero, or the same bytes could be written in several ways.
  const last = alphabet.indexOf(text.replace(/=+$/, '').at(-1) ?? '')
  if (text.endsWith('==')) return last % 16 === 0
  return text.endsWith('=') ? last % 4 === 0 : true
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

export function bytesAsBase64(bytes: readonly number[]): string {
  return btoa(String.fromCharCode(...bytes))
}

/** Numbers of the bits that are set, the first one of a byte being its greatest. */
export function bitsOf(bytes: readonly number[]): readonly number[] {
  return bytes.flatMap((byte, at) =>
    Array.from({ length: 8 }, (_, bit) => bit).flatMap((bit) => (byte & (0x80 >> bit) ? [at * 8 + bit] : [])),
  )
}

function nonEmpty(bytes: readonly number[], what: string): readonly number[] {
  if (bytes.length > 0) return bytes
  throw new ZoneFault(`${what} is missing`, 'Write all bytes that the type has.')
}
