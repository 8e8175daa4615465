import { ByteCursor } from './data-reader'
import { writeByte } from './escapes'
import { formatIpv6 } from './ip-address'
import { ZoneFault } from './zone-fault'

export interface ServiceParameter {
  readonly key: number
  /** The value as it goes over the wire. */
  readonly bytes: readonly number[]
}

interface ValueForm {
  readonly name: string
  /** Whether bytes are a value of it; a form without values has none. */
  isValue(bytes: readonly number[]): boolean
  /** The value as text, with its quotes. */
  write(bytes: readonly number[]): string
}

const isAnything = () => true

/** Keys that have a form of their own, by number (RFC 9460, section 14.3.2). */
const forms: readonly ValueForm[] = [
  {
    name: 'mandatory',
    isValue: (bytes) => bytes.length > 0 && bytes.length % 2 === 0 && isRising(numbersIn(bytes)),
    write: (bytes) => numbersIn(bytes).map(serviceKeyName).join(','),
  },
  {
    name: 'alpn',
    isValue: (bytes) => (stringsIn(bytes)?.length ?? 0) > 0,
    write: (bytes) => `"${(stringsIn(bytes) ?? []).map(listItem).join(',')}"`,
  },
  { name: 'no-default-alpn', isValue: (bytes) => bytes.length === 0, write: () => '' },
  {
    name: 'port',
    isValue: (bytes) => bytes.length === 2,
    write: (bytes) => numbersIn(bytes).join(''),
  },
  {
    name: 'ipv4hint',
    isValue: (bytes) => bytes.length > 0 && bytes.length % 4 === 0,
    write: (bytes) =>
      groupsOf(4, bytes)
        .map((group) => group.join('.'))
        .join(','),
  },
  { name: 'ech', isValue: isAnything, write: (bytes) => btoa(String.fromCharCode(...bytes)) },
  {
    name: 'ipv6hint',
    isValue: (bytes) => bytes.length > 0 && bytes.length % 16 === 0,
    write: (bytes) => groupsOf(16, bytes).map(formatIpv6).join(','),
  },
  { name: 'dohpath', isValue: isTemplate, write: quoted },
]

/** The number of a key with a name; undefined for `key65000` and all else. */
export function serviceKeyCode(name: string): number | undefined {
  const code = forms.findIndex((form) => form.name === name)
  return code === -1 ? undefined : code
}

function serviceKeyName(key: number): string {
  return forms[key]?.name ?? `key${key}`
}

/** Throws ZoneFault for a value that the key cannot have. */
export function checkServiceValue({ key, bytes }: ServiceParameter): void {
  const form = forms[key]
  if (form === undefined || form.isValue(bytes)) return
  throw new ZoneFault(`${form.name} has a value that it cannot have`, 'Write it as RFC 9460 shows it.')
}

export function writeServiceParameter({ key, bytes }: ServiceParameter): string {
  const value = bytes.length === 0 ? '' : (forms[key]?.write ?? quoted)(bytes)
  return value === '' ? serviceKeyName(key) : `${serviceKeyName(key)}=${value}`
}

function numbersIn(bytes: readonly number[]): readonly number[] {
  return groupsOf(2, bytes).map(([high = 0, low = 0]) => high * 256 + low)
}

function isRising(values: readonly number[]): boolean {
  return values.every((value, index) => index === 0 || value > (values[index - 1] ?? 0))
}

function groupsOf(size: number, bytes: readonly number[]): readonly (readonly number[])[] {
  return Array.from({ length: bytes.length / size }, (_, index) =>
    bytes.slice(index * size, (index + 1) * size),
  )
}

/** Undefined where a string is empty or cut off. */
function stringsIn(bytes: readonly number[]): readonly (readonly number[])[] | undefined {
  const cursor = new ByteCursor(bytes)
  const strings: (readonly number[])[] = []
  let at = 0
  while (at < bytes.length) {
    const length = cursor.takeNumber(1)
    if (length === 0 || at + 1 + length > bytes.length) return undefined
    strings.push(cursor.take(length))
    at += 1 + length
  }
  return strings
}

/** In a list a comma and a backslash are escaped for the list, and that backslash for the text. */
function listItem(bytes: readonly number[]): string {
  return bytes
    .map((byte) => {
      if (byte === 0x2c) return '\\\\,'
      if (byte === 0x5c) return '\\\\\\\\'
      return writtenInQuotes(byte)
    })
    .join('')
}

function quoted(bytes: readonly number[]): string {
  return `"${bytes.map(writtenInQuotes).join('')}"`
}

function writtenInQuotes(byte: number): string {
  return byte === 0x20 ? ' ' : writeByte(byte, '"\\')
}

/** Of what RFC 6570 forbids as a literal, servers refuse these alone. */
const LITERAL = '[^%{]|%[0-9A-Fa-f]{2}'
const VARIABLE = String.raw`(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})+(?:\.(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})+)*(?::[1-9][0-9]{0,3}|\*)?`
const TEMPLATE = new RegExp(String.raw`^/(?:${LITERAL}|\{[+#./;?&]?${VARIABLE}(?:,${VARIABLE})*\})*$`, 'u')

/** A path as a URI template (RFC 6570) with the variable dns (RFC 9461). */
function isTemplate(bytes: readonly number[]): boolean {
  const text = textOf(bytes)
  return text !== undefined && TEMPLATE.test(text) && /\{[^}]*\bdns\b[^}]*\}/.test(text)
}

function textOf(bytes: readonly number[]): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(bytes))
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}
