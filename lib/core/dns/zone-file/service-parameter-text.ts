import type { ServicePair } from './data-reader'
import { readBytes } from './escapes'
import { parseIpv4, parseIpv6 } from './ip-address'
import { checkServiceValue, type ServiceParameter, serviceKeyCode } from './service-values'
import { ZoneFault } from './zone-fault'

/** Reads one parameter of SVCB or HTTPS. Throws ZoneFault. */
export function readServiceParameter({ key, value }: ServicePair): ServiceParameter {
  const code = serviceKeyCode(key)
  if (code !== undefined && code in readers) {
    return { key: code, bytes: readers[code as keyof typeof readers](value ?? '') }
  }
  const number = keyNumber(key)
  const parameter = { key: number, bytes: readBytes(value ?? '').map((byte) => byte.value) }
  checkServiceValue(parameter)
  return parameter
}

/** The written form of the values that have one; the others are plain text. */
const readers = {
  0: readMandatory,
  1: readList,
  2: (text: string) => (text === '' ? [] : refuse('no-default-alpn has no value')),
  3: readPort,
  4: (text: string) => readHints(text, (item) => parseIpv4(item) ?? undefined),
  5: readBase64,
  6: (text: string) => readHints(text, (item) => parseIpv6(item) ?? undefined),
} as const

/** Names without regard to case here, as servers read them; `key` with a number only in small letters. */
function keyNumber(word: string): number {
  const named = serviceKeyCode(word.toLowerCase())
  if (named !== undefined) return named
  const digits = /^key(0|[1-9][0-9]*)$/.exec(word)?.[1]
  if (digits === undefined || Number(digits) > 65_535) return refuse(`${word.slice(0, 40)} is no key`)
  return Number(digits)
}

function readMandatory(text: string): readonly number[] {
  const keys = text
    .split(',')
    .map(keyNumber)
    .sort((one, other) => one - other)
  if (new Set(keys).size < keys.length) return refuse('mandatory names a key twice')
  return keys.flatMap((key) => [key >> 8, key & 0xff])
}

/** Items by commas. An escaped comma belongs to its item; the backslash is itself escaped for the text. */
function readList(text: string): readonly number[] {
  const items: number[][] = []
  let item: number[] = []
  let isEscaped = false
  for (const { value } of readBytes(text)) {
    if (!isEscaped && value === 0x2c) {
      items.push(item)
      item = []
    } else if (!isEscaped && value === 0x5c) isEscaped = true
    else {
      item.push(value)
      isEscaped = false
    }
  }
  items.push(item)
  if (isEscaped) return refuse('alpn ends with a backslash')
  if (items.some(({ length }) => length === 0 || length > 255))
    return refuse('alpn has an item of no or of too many bytes')
  return items.flatMap((bytes) => [bytes.length, ...bytes])
}

function readPort(text: string): readonly number[] {
  const port = /^[0-9]+$/.test(text) ? Number(text) : Number.NaN
  return port <= 65_535 ? [port >> 8, port & 0xff] : refuse(`port is ${text.slice(0, 20) || 'missing'}`)
}

function readHints(text: string, parse: (item: string) => readonly number[] | undefined): readonly number[] {
  return text
    .split(',')
    .flatMap((item) => parse(item) ?? refuse(`${item.slice(0, 60)} is no address of a hint`))
}

function readBase64(text: string): readonly number[] {
  const plain = text.replace(/[ \t]/g, '')
  const isWhole = plain.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(plain)
  if (!isWhole || btoa(atob(plain)) !== plain) return refuse('ech is not base64')
  return [...atob(plain)].map((character) => character.charCodeAt(0))
}

function refuse(reason: string): never {
  throw new ZoneFault(reason, 'Write it as RFC 9460 shows it: alpn=h2,h3 port=443 ipv4hint=192.0.2.1.')
}
