import {
  addressChain,
  addressPrefixes,
  atmAddress,
  cardAddress,
  ipsecGateway,
  locator,
  multicastRelay,
  serviceAccessPoint,
  wellKnownServices,
} from './address-fields'
import { base64, bitsOf, bytesAsBase64, bytesAsHex, hexadecimal, isBase64, readHex } from './binary-fields'
import { characterString, characterStrings, type DataField, ipv4, name, unsigned } from './data-fields'
import type { TokenCursor } from './data-reader'
import { algorithm, certificateFields, keyData, protocol } from './key-fields'
import { location } from './location-field'
import { looseNumber } from './loose-number'
import type { RecordType } from './record-type'
import { coveredType, typeBitmap, writtenTypes } from './signature-fields'
import { typeCodeOf } from './type-names'
import { ZoneFault } from './zone-fault'

/** Another string, where there is one more. */
function optionalString(what: string): DataField {
  const field = characterString(what)
  return {
    fromTokens: (cursor) => (cursor.hasMore() ? field.fromTokens(cursor) : ''),
    fromBytes: (cursor) => (cursor.hasMore() ? field.fromBytes(cursor) : ''),
  }
}

const MOST_NEXT_TYPE = 127

/** Types as bits without windows; only the first ones can be told (RFC 2535, section 5.2). */
const nextTypes: DataField = {
  fromTokens(cursor) {
    const words = cursor.hasMore() ? cursor.rest('the list of types') : []
    return writtenTypes(
      words.map((word) => {
        const code = looseNumber(word, MOST_NEXT_TYPE) ?? typeCodeOf(word)
        if (code !== undefined && code >= 1 && code <= MOST_NEXT_TYPE) return code
        throw new ZoneFault(`${word.slice(0, 40)} can not be in the list`, 'Write types from 1 to 127.')
      }),
    )
  },
  fromBytes(cursor) {
    const bytes = cursor.rest()
    const isGood = bytes.length <= 16 && bytes.at(-1) !== 0 && !((bytes[0] ?? 0) & 0x80)
    if (isGood) return writtenTypes(bitsOf(bytes))
    throw new ZoneFault('the list of types is not well formed', 'Write it by name, not as generic data.')
  },
}

const hostAlgorithm = unsigned('the algorithm', 1)
const server = name('the rendezvous server')

/** RFC 8005, section 5. */
const hostIdentity: DataField = {
  fromTokens(cursor) {
    const kind = hostAlgorithm.fromTokens(cursor)
    const tag = readHex([cursor.next('the tag')], 'the tag')
    if (tag.length === 0 || tag.length > 255)
      throw new ZoneFault('the tag has no length that can be told', 'Write 1 to 255 bytes.')
    const head = [kind, bytesAsHex(tag), base64Word(cursor, 'the key')]
    while (cursor.hasMore()) head.push(server.fromTokens(cursor))
    return head.join(' ')
  },
  fromBytes(cursor) {
    const length = cursor.takeNumber(1)
    const kind = cursor.takeNumber(1)
    const keyLength = cursor.takeNumber(2)
    if (length === 0 || keyLength === 0) throw new ZoneFault('the tag or the key is missing', 'Write it.')
    const head = [String(kind), bytesAsHex(cursor.take(length)), bytesAsBase64(cursor.take(keyLength))]
    while (cursor.hasMore()) head.push(server.fromBytes(cursor))
    return head.join(' ')
  },
}

function base64Word(cursor: TokenCursor, what: string): string {
  const word = cursor.next(what)
  if (isBase64(word)) return word
  throw new ZoneFault(`${what} is not base64`, 'Write it in one word whose length is a multiple of four.')
}

const object = base64('the object')

/** A dash is an object of no bytes. */
const objectData: DataField = {
  fromTokens(cursor) {
    const [first, ...others] = cursor.rest('the object')
    if (first === '-' && others.length === 0) return '-'
    const text = [first, ...others].join('')
    if (isBase64(text)) return text
    throw new ZoneFault('the object is not base64', 'Write a dash where there is none.')
  },
  fromBytes: (cursor) => (cursor.hasMore() ? object.fromBytes(cursor) : '-'),
}

const preference = unsigned('the preference', 2)
const mailbox = (what: string) => name(what, { form: 'mailbox' })
const texts: Pick<RecordType, 'fields'> = { fields: [characterStrings('the text')] }

/** Digests by their type, in bytes; of others at least twelve (RFC 8976, section 2.2.4). */
const digestBytes: Readonly<Record<string, number>> = { 1: 48, 2: 64 }
const FEWEST_DIGEST_BYTES = 12

function checkZoneDigest([, , type = '', digest = '']: readonly string[]): void {
  const bytes = digest.length / 2
  const expected = digestBytes[type]
  if (expected === undefined ? bytes >= FEWEST_DIGEST_BYTES : bytes === expected) return
  throw new ZoneFault(`a digest of type ${type} does not have ${bytes} bytes`, 'Copy the whole digest.')
}

function checkX25([address = '']: readonly string[]): void {
  if (/^"[0-9]{4,}"$/.test(address)) return
  throw new ZoneFault('the address is no number of four digits or more', 'Write its digits.')
}

function checkNoFlags([flags]: readonly string[]): void {
  if (flags !== '0') throw new ZoneFault(`the flags are ${flags}`, 'Write 0: none is defined.')
}

/** Types that hardly any zone has any more, or has yet. */
export const rareTypes: Readonly<Record<string, RecordType>> = {
  MB: { code: 7, fields: [name('the host of the mailbox')] },
  MG: { code: 8, fields: [name('the member')] },
  MR: { code: 9, fields: [name('the new name')] },
  WKS: { code: 11, fields: [wellKnownServices] },
  MINFO: { code: 14, fields: [mailbox('the responsible mailbox'), mailbox('the mailbox for errors')] },
  X25: { code: 19, fields: [characterString('the address')], check: checkX25 },
  ISDN: { code: 20, fields: [characterString('the address'), optionalString('the subaddress')] },
  RT: { code: 21, fields: [preference, name('the intermediate host')] },
  NSAP: { code: 22, fields: [serviceAccessPoint] },
  'NSAP-PTR': { code: 23, fields: [name('the target')] },
  KEY: { code: 25, fields: [keyData] },
  PX: { code: 26, fields: [preference, name('the name in mail'), name('the name in X.400')] },
  GPOS: {
    code: 27,
    fields: [
      characterString('the longitude'),
      characterString('the latitude'),
      characterString('the altitude'),
    ],
  },
  LOC: { code: 29, fields: [location] },
  NXT: { code: 30, fields: [name('the next name'), nextTypes] },
  EID: { code: 31, fields: [hexadecimal('the identifier')] },
  NIMLOC: { code: 32, fields: [hexadecimal('the locator')] },
  ATMA: { code: 34, fields: [atmAddress] },
  CERT: { code: 37, fields: certificateFields },
  A6: { code: 38, fields: [addressChain] },
  SINK: {
    code: 40,
    fields: [
      unsigned('the meaning', 1),
      unsigned('the coding', 1),
      unsigned('the subcoding', 1),
      base64('the data', true),
    ],
  },
  APL: { code: 42, fields: [addressPrefixes] },
  IPSECKEY: { code: 45, fields: [ipsecGateway] },
  DHCID: { code: 49, fields: [base64('the identifier')] },
  HIP: { code: 55, fields: [hostIdentity] },
  NINFO: { code: 56, ...texts },
  RKEY: {
    code: 57,
    fields: [unsigned('the flags', 2), protocol, algorithm, base64('the key')],
    check: checkNoFlags,
  },
  TALINK: { code: 58, fields: [name('the name before'), name('the name behind')] },
  CSYNC: { code: 62, fields: [unsigned('the serial', 4), unsigned('the flags', 2), typeBitmap(0)] },
  ZONEMD: {
    code: 63,
    fields: [
      unsigned('the serial', 4),
      unsigned('the scheme', 1),
      unsigned('the digest type', 1),
      hexadecimal('the digest'),
    ],
    check: checkZoneDigest,
  },
  DSYNC: {
    code: 66,
    fields: [
      coveredType,
      unsigned('the scheme', 1, { NOTIFY: 1 }),
      unsigned('the port', 2),
      name('the target'),
    ],
  },
  HHIT: { code: 67, fields: [base64('the tag')] },
  BRID: { code: 68, fields: [base64('the identifier')] },
  NID: { code: 104, fields: [preference, locator('the identifier')] },
  L32: { code: 105, fields: [preference, ipv4] },
  L64: { code: 106, fields: [preference, locator('the locator')] },
  LP: { code: 107, fields: [preference, name('the locator')] },
  EUI48: { code: 108, fields: [cardAddress(6)] },
  EUI64: { code: 109, fields: [cardAddress(8)] },
  AVC: { code: 258, ...texts },
  DOA: {
    code: 259,
    fields: [
      unsigned('the enterprise', 4),
      unsigned('the type', 4),
      unsigned('the location', 1),
      characterString('the media type'),
      objectData,
    ],
  },
  AMTRELAY: { code: 260, fields: [multicastRelay] },
  RESINFO: { code: 261, ...texts },
  WALLET: { code: 262, ...texts },
}
