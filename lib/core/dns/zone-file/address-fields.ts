import { base64, bitsOf, bytesAsHex, genericData, readHex } from './binary-fields'
import { type DataField, ipv4, ipv6, name, unsigned } from './data-fields'
import { ByteCursor, type TokenCursor } from './data-reader'
import { formatIpv6, parseIpv4, parseIpv6 } from './ip-address'
import { looseNumber } from './loose-number'
import { ZoneFault } from './zone-fault'

const MOST_PORT = 65_535
/** Those that a server knows by name everywhere. */
const ports: Readonly<Record<string, number>> = {
  'ftp-data': 20,
  ftp: 21,
  ssh: 22,
  telnet: 23,
  smtp: 25,
  time: 37,
  domain: 53,
  http: 80,
  pop3: 110,
  https: 443,
}

/** The ports of a host, by number or by their usual names (RFC 1035, section 3.4.2). */
export const wellKnownServices: DataField = {
  fromTokens(cursor) {
    const address = ipv4.fromTokens(cursor)
    const protocol = protocolOf(cursor.next('the protocol'))
    const numbers = cursor.hasMore() ? cursor.rest('the services').map(portOf) : []
    return writtenServices(address, protocol, numbers)
  },
  fromBytes(cursor) {
    const address = ipv4.fromBytes(cursor)
    const protocol = String(cursor.takeNumber(1))
    const bytes = cursor.rest()
    if (bytes.length > 8_192 || bytes.at(-1) === 0)
      throw new ZoneFault('the map of services is not well formed', 'Correct it.')
    return writtenServices(address, protocol, bitsOf(bytes))
  },
}

function protocolOf(word: string): string {
  const number = { TCP: 6, UDP: 17 }[word.toUpperCase()] ?? looseNumber(word, 255)
  if (number !== undefined) return String(number)
  throw new ZoneFault(`the protocol is ${word}`, 'Write TCP, UDP or a number from 0 to 255.')
}

function portOf(word: string): number {
  const named = ports[word.toLowerCase()]
  if (named !== undefined) return named
  const number = looseNumber(word, MOST_PORT)
  if (number !== undefined) return number
  throw new ZoneFault(`${word} is no service`, `Write its port, from 0 to ${MOST_PORT}.`)
}

function writtenServices(address: string, protocol: string, numbers: readonly number[]): string {
  return [address, protocol, ...[...new Set(numbers)].sort((one, other) => one - other)].join(' ')
}

/** Ranges of addresses: `1:192.0.2.0/24 !2:2001:db8::/32` (RFC 3123, section 5). */
export const addressPrefixes: DataField = {
  fromTokens: (cursor) => (cursor.hasMore() ? cursor.rest('the ranges').map(prefixOf).join(' ') : ''),
  fromBytes(cursor) {
    const bytes = cursor.rest()
    const items = new ByteCursor(bytes)
    const prefixes: (string | undefined)[] = []
    while (items.hasMore()) prefixes.push(readPrefix(items))
    return prefixes.includes(undefined) ? genericData(bytes) : prefixes.join(' ')
  },
}

function prefixOf(word: string): string {
  const [, not = '', family = '', address = '', length = ''] =
    /^(!?)0{0,4}([12]):([^/]+)\/([0-9]{1,5})$/.exec(word) ?? []
  const bytes = family === '1' ? parseIpv4(address) : parseIpv6(address)
  if (family === '' || bytes === undefined || Number(length) > bytes.length * 8) throw badPrefix(word)
  return writtenPrefix(not, bytes, Number(length))
}

const MOST_PREFIX_BYTES: Readonly<Record<number, number>> = { 1: 4, 2: 16 }

/** Undefined for a family that nobody knows yet. */
function readPrefix(cursor: ByteCursor): string | undefined {
  const family = cursor.takeNumber(2)
  const length = cursor.takeNumber(1)
  const mark = cursor.takeNumber(1)
  const bytes = cursor.take(mark & 0x7f)
  if (bytes.at(-1) === 0) throw badPrefix('one of them')
  const size = MOST_PREFIX_BYTES[family]
  if (size === undefined) return undefined
  if (bytes.length > size || length > size * 8) throw badPrefix('one of them')
  const padded = Array.from({ length: size }, (_, at) => bytes[at] ?? 0)
  return writtenPrefix(mark & 0x80 ? '!' : '', padded, length)
}

function writtenPrefix(not: string, bytes: readonly number[], length: number): string {
  return bytes.length === 4
    ? `${not}1:${bytes.join('.')}/${length}`
    : `${not}2:${formatIpv6(bytes)}/${length}`
}

function badPrefix(word: string): ZoneFault {
  return new ZoneFault(`${word} is no range of addresses`, 'Write it as 1:192.0.2.0/24 or !2:2001:db8::/32.')
}

const nobody: DataField = {
  fromTokens(cursor) {
    if (cursor.next('the gateway') === '.') return '.'
    throw new ZoneFault('a gateway of type 0 is named', 'Write a dot for it, or another type.')
  },
  fromBytes: () => '.',
}
/** By their type (RFC 4025, section 2.3). */
const gateways: readonly DataField[] = [nobody, ipv4, ipv6, name('the gateway')]

function gatewayOf(type: number): DataField {
  const gateway = gateways[type]
  if (gateway) return gateway
  throw new ZoneFault(`the type of the gateway is ${type}`, 'Write 0 for none, 1, 2 or 3.')
}

const precedence = unsigned('the precedence', 1)
const gatewayType = unsigned('the type of the gateway', 1)
const ipsecAlgorithm = unsigned('the algorithm', 1)
const ipsecKey = base64('the key')

/** RFC 4025, section 2. */
export const ipsecGateway: DataField = {
  fromTokens(cursor) {
    const head = [precedence, gatewayType, ipsecAlgorithm].map((field) => field.fromTokens(cursor))
    return [...head, gatewayOf(Number(head[1])).fromTokens(cursor), ipsecKey.fromTokens(cursor)].join(' ')
  },
  fromBytes(cursor) {
    const head = [precedence, gatewayType, ipsecAlgorithm].map((field) => field.fromBytes(cursor))
    return [...head, gatewayOf(Number(head[1])).fromBytes(cursor), ipsecKey.fromBytes(cursor)].join(' ')
  },
}

/** RFC 8777, section 4. */
export const multicastRelay: DataField = {
  fromTokens(cursor) {
    const first = precedence.fromTokens(cursor)
    const discovery = cursor.next('whether to discover')
    if (!/^[01]$/.test(discovery)) throw new ZoneFault(`discovery is ${discovery}`, 'Write 0 or 1.')
    const type = gatewayType.fromTokens(cursor)
    return [first, discovery, type, gatewayOf(Number(type)).fromTokens(cursor)].join(' ')
  },
  fromBytes(cursor) {
    const first = precedence.fromBytes(cursor)
    const both = cursor.takeNumber(1)
    const type = both & 0x7f
    // A type that nobody knows yet has a form that nobody knows either.
    if (type >= gateways.length) return genericData([Number(first), both, ...cursor.rest()])
    return [first, both >> 7, type, gatewayOf(type).fromBytes(cursor)].join(' ')
  },
}

/** Four groups of hexadecimal digits (RFC 6742, section 2). */
export function locator(what: string): DataField {
  const written = (bytes: readonly number[]) =>
    [0, 2, 4, 6].map((at) => (((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)).toString(16)).join(':')
  return {
    fromTokens(cursor) {
      const text = cursor.next(what)
      if (!/^[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){3}$/i.test(text))
        throw new ZoneFault(`${what} is ${text}`, 'Write four groups: 2001:db8:1140:1000.')
      return text
        .split(':')
        .map((group) => Number.parseInt(group, 16).toString(16))
        .join(':')
    },
    fromBytes: (cursor) => written(cursor.take(8)),
  }
}

/** As servers read a byte: two digits at most, or one behind a sign. What follows the last one counts for nothing. */
const CARD_BYTE = String.raw`[\v\f]*(0x|[0-9a-f]{1,2}|\+[0-9a-f]|-0)`

/** An address of a network card, of so many bytes (RFC 7043). */
export function cardAddress(bytes: 6 | 8): DataField {
  const form = new RegExp(`^${Array.from({ length: bytes }, () => CARD_BYTE).join('-')}`, 'i')
  return {
    fromTokens(cursor) {
      const text = cursor.next('the address')
      const read = form.exec(text)?.slice(1)
      if (read === undefined)
        throw new ZoneFault(`the address is ${text}`, `Write ${bytes} bytes: 00-00-5e-…`)
      return read.map((byte) => byte.replace(/[-+x]/i, '').padStart(2, '0').toLowerCase()).join('-')
    },
    fromBytes: (cursor) =>
      cursor
        .take(bytes)
        .map((byte) => byte.toString(16).padStart(2, '0'))
        .join('-'),
  }
}

/** An address of OSI's: `0x47.0005.80`, its dots without meaning (RFC 1706, section 5). */
export const serviceAccessPoint: DataField = {
  fromTokens(cursor) {
    const text = cursor.next('the address')
    const digits = /^0x([0-9a-f.]+)$/i.exec(text)?.[1]?.replaceAll('.', '') ?? ''
    if (digits === '') throw new ZoneFault(`the address is ${text}`, 'Write 0x and its bytes.')
    return `0x${bytesAsHex(readHex([digits], 'the address')).toLowerCase()}`
  },
  fromBytes: (cursor) => `0x${bytesAsHex(some(cursor.rest())).toLowerCase()}`,
}

/** An address in ATM networks: a telephone number, or bytes with dots between them. */
export const atmAddress: DataField = {
  fromTokens(cursor) {
    const text = cursor.next('the address')
    const digits = text.replaceAll('.', '')
    if (/^\+[0-9]+(?:\.[0-9]+)*$/.test(text)) return digits
    if (!/^[0-9a-f]+(?:\.[0-9a-f]+)*$/i.test(text))
      throw new ZoneFault(`the address is ${text}`, 'Write + and a number, or bytes: 47.0005.80.')
    return bytesAsHex(readHex([digits], 'the address')).toLowerCase()
  },
  fromBytes(cursor) {
    const form = cursor.takeNumber(1)
    const bytes = some(cursor.rest())
    if (form === 0) return bytesAsHex(bytes).toLowerCase()
    const number = `+${String.fromCharCode(...bytes)}`
    if (form === 1 && /^\+[0-9]+$/.test(number)) return number
    throw new ZoneFault('the address is in no known form', 'Correct it.')
  },
}

function some(bytes: readonly number[]): readonly number[] {
  if (bytes.length > 0) return bytes
  throw new ZoneFault('the address is missing', 'Write its bytes.')
}

/** The end of an IPv6 address, and the name that has its beginning (RFC 2874, section 3.1). */
export const addressChain: DataField = {
  fromTokens(cursor: TokenCursor) {
    const length = Number(unsigned('the length of the prefix', 1).fromTokens(cursor))
    checkLength(length)
    const suffix = length < 128 ? [suffixOf(ipv6.fromTokens(cursor), length)] : []
    return [length, ...suffix, ...(length > 0 ? [chainName.fromTokens(cursor)] : [])].join(' ')
  },
  fromBytes(cursor) {
    const length = cursor.takeNumber(1)
    checkLength(length)
    const bytes = cursor.take(16 - (length >> 3))
    const padded = [...Array.from({ length: 16 - bytes.length }, () => 0), ...bytes]
    const suffix = length < 128 ? [suffixOf(formatIpv6(padded), length)] : []
    return [length, ...suffix, ...(length > 0 ? [chainName.fromBytes(cursor)] : [])].join(' ')
  },
}

const chainName = name('the name of the prefix')

function checkLength(length: number): void {
  if (length > 128) throw new ZoneFault(`the prefix has ${length} bits`, 'Write 0 to 128.')
}

/** Bits of the prefix are not the suffix's. */
function suffixOf(address: string, length: number): string {
  const bytes = parseIpv6(address) ?? []
  return formatIpv6(bytes.map((byte, at) => byte & (0xff >> Math.min(8, Math.max(0, length - at * 8)))))
}
