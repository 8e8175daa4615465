import { genericData } from './binary-fields'
import type { DataField } from './data-fields'
import type { ByteCursor, TokenCursor } from './data-reader'
import { ZoneFault } from './zone-fault'

/** Thousandths of a second of arc, from the equator and from Greenwich. */
const MIDDLE = 2 ** 31
/** Centimetres below the zero of WGS 84 that altitudes are counted from. */
const BASE_CENTIMETRES = 10_000_000
const HIGHEST_CENTIMETRES = 4_284_967_295
const LARGEST_CENTIMETRES = 9_000_000_000

/** Where a host stands: `52 14 5 N 0 8 50 E 10m`, with the sizes that may follow (RFC 1876, section 3). */
export const location: DataField = {
  fromTokens(cursor) {
    const latitude = readAngle(cursor, 'the latitude', 90, ['N', 'S'])
    const longitude = readAngle(cursor, 'the longitude', 180, ['E', 'W'])
    const altitude = readMetres(cursor, 'the altitude')
    if (altitude < -BASE_CENTIMETRES || altitude > HIGHEST_CENTIMETRES) throw outOfRange('the altitude')
    const sizes = [100, 1_000_000, 1_000].map((usual) => (cursor.hasMore() ? readSize(cursor) : usual))
    return [latitude, longitude, `${(altitude / 100).toFixed(2)}m`, ...sizes.map(writtenSize)].join(' ')
  },
  fromBytes(cursor) {
    const version = cursor.takeNumber(1)
    // Another version has a form that nobody knows yet.
    if (version !== 0) return genericData([version, ...cursor.rest()])
    const sizes = [1, 2, 3].map(() => sizeOf(cursor))
    const latitude = angleOf(cursor, 90, ['N', 'S'])
    const longitude = angleOf(cursor, 180, ['E', 'W'])
    const altitude = cursor.takeNumber(4) - BASE_CENTIMETRES
    return [latitude, longitude, `${(altitude / 100).toFixed(2)}m`, ...sizes.map(writtenSize)].join(' ')
  },
}

type Sides = readonly [string, string]

function readAngle(cursor: TokenCursor, what: string, most: number, sides: Sides): string {
  const parts = [readWhole(cursor, what, most)]
  let word = cursor.next(what)
  if (!sides.includes(word)) {
    parts.push(wholeOf(word, what, 59))
    word = cursor.next(what)
  }
  let thousandths = 0
  if (!sides.includes(word)) {
    if (!/^(?:[0-9]{1,9}\.?[0-9]{0,3}|\.[0-9]{1,3})$/.test(word) || Number(word) >= 60) throw outOfRange(what)
    thousandths = Math.round(Number(word) * 1_000)
    word = cursor.next(what)
  }
  if (!sides.includes(word)) throw new ZoneFault(`${what} ends with ${word}`, `Write ${sides.join(' or ')}.`)
  const [degrees = 0, minutes = 0] = parts
  if (degrees === most && minutes + thousandths > 0) throw outOfRange(what)
  return writtenAngle(degrees, minutes, thousandths, word)
}

function writtenAngle(degrees: number, minutes: number, thousandths: number, side: string): string {
  return `${degrees} ${minutes} ${(thousandths / 1_000).toFixed(3)} ${side}`
}

function angleOf(cursor: ByteCursor, most: number, [positive, negative]: Sides): string {
  const from = cursor.takeNumber(4) - MIDDLE
  const all = Math.abs(from)
  if (all > most * 3_600_000) throw outOfRange('the location')
  const minutes = Math.floor(all / 60_000)
  const side = from < 0 ? negative : positive
  return writtenAngle(Math.floor(minutes / 60), minutes % 60, all % 60_000, side)
}

function readWhole(cursor: TokenCursor, what: string, most: number): number {
  return wholeOf(cursor.next(what), what, most)
}

function wholeOf(word: string, what: string, most: number): number {
  if (!/^[0-9]{1,10}$/.test(word) || Number(word) > most) throw outOfRange(what)
  return Number(word)
}

/** In centimetres. */
function readMetres(cursor: TokenCursor, what: string): number {
  const [, sign = '', digits = ''] =
    /^([-+]?)([0-9]+\.?[0-9]{0,2}|\.[0-9]{1,2})m?$/.exec(cursor.next(what)) ?? []
  if (digits === '') throw new ZoneFault(`${what} is no length`, 'Write metres: 10m or -2.50m.')
  return Math.round(Number(digits) * 100) * (sign === '-' ? -1 : 1)
}

/** Only its first digit is kept. */
function readSize(cursor: TokenCursor): number {
  const centimetres = readMetres(cursor, 'the size')
  if (centimetres < 0 || centimetres > LARGEST_CENTIMETRES) throw outOfRange('the size')
  const scale = 10 ** Math.max(0, String(centimetres).length - 1)
  return Math.floor(centimetres / scale) * scale
}

function sizeOf(cursor: ByteCursor): number {
  const byte = cursor.takeNumber(1)
  const [digit, exponent] = [byte >> 4, byte & 15]
  if (digit > 9 || exponent > 9 || (digit === 0 && exponent > 0)) throw outOfRange('the size')
  return digit * 10 ** exponent
}

function writtenSize(centimetres: number): string {
  return centimetres >= 100 ? `${centimetres / 100}m` : `${(centimetres / 100).toFixed(2)}m`
}

function outOfRange(what: string): ZoneFault {
  return new ZoneFault(`${what} is not one`, 'Write it as 52 14 5.000 N 0 8 50.000 E 10m.')
}
