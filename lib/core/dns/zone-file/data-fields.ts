import { type ByteCursor, fitting, type TokenCursor } from './data-reader'
import { checkedLength, isHostName, isMailbox, readName, writeLabel } from './domain-name'
import { readBytes, writeQuoted } from './escapes'
import { formatIpv6, parseIpv4, parseIpv6 } from './ip-address'
import { parseTtl } from './ttl'
import { ZoneFault } from './zone-fault'

/** One field of a record's data: how it is read from text and from bytes; both give its master-file form. */
export interface DataField {
  fromTokens(cursor: TokenCursor): string
  fromBytes(cursor: ByteCursor): string
}

export const ipv4: DataField = {
  fromTokens(cursor) {
    const text = cursor.next('the IPv4 address')
    if (parseIpv4(text)) return text
    throw new ZoneFault(`${text} is not an IPv4 address`, 'Write four numbers from 0 to 255: 192.0.2.1.')
  },
  fromBytes: (cursor) => cursor.take(4).join('.'),
}

export const ipv6: DataField = {
  fromTokens(cursor) {
    const text = cursor.next('the IPv6 address')
    const bytes = parseIpv6(text)
    if (bytes) return formatIpv6(bytes)
    throw new ZoneFault(`${text} is not an IPv6 address`, 'Write it as 2001:db8::1.')
  },
  fromBytes: (cursor) => formatIpv6(cursor.take(16)),
}

/** Digits of a number where a name could stand. */
export const LONGEST_NUMBER = 12

/** A whole number of so many bytes; some have names too. */
export function unsigned(
  what: string,
  bytes: 1 | 2 | 4,
  names: Readonly<Record<string, number>> = {},
): DataField {
  const greatest = 256 ** bytes - 1
  const longest = Object.keys(names).length > 0 ? LONGEST_NUMBER : Number.POSITIVE_INFINITY
  return {
    fromTokens(cursor) {
      const text = cursor.next(what)
      const named = names[text.toUpperCase()]
      if (named !== undefined) return String(named)
      if (text.length <= longest && /^[0-9]+$/.test(text) && Number(text) <= greatest)
        return String(Number(text))
      throw new ZoneFault(`${what} is ${text}`, `Write a whole number from 0 to ${greatest}.`)
    },
    fromBytes: (cursor) => String(cursor.takeNumber(bytes)),
  }
}

export function duration(what: string): DataField {
  return {
    fromTokens(cursor) {
      const text = cursor.next(what)
      const seconds = parseTtl(text)
      if (seconds !== undefined) return String(seconds)
      throw new ZoneFault(`${what} is ${text}`, 'Write seconds, or units as in 1h30m.')
    },
    fromBytes: (cursor) => String(cursor.takeNumber(4)),
  }
}

interface NameRules {
  /** `host` names should be made of letters, digits and hyphens; `mailbox` ones after their first label. */
  readonly form?: 'host' | 'mailbox'
  /** The zone should hold its addresses, where it lies within. */
  readonly isHost?: boolean
  readonly mayBeQuoted?: boolean
}

export function name(what: string, rules: NameRules = {}): DataField {
  const check = (value: string, cursor: { readonly hosts: string[]; readonly notes: string[] }) => {
    const isGood = rules.form === 'mailbox' ? isMailbox(value) : rules.form !== 'host' || isHostName(value)
    if (!isGood) cursor.notes.push(`${what} ${value} is not the name of a ${rules.form}`)
    if (rules.isHost && value !== '.') cursor.hosts.push(value)
    return value
  }
  return {
    fromTokens(cursor) {
      const text = rules.mayBeQuoted ? cursor.nextText(what) : cursor.next(what)
      return check(readName(text, cursor.origin), cursor)
    },
    fromBytes: (cursor) => check(readWireName(cursor), cursor),
  }
}

function readWireName(cursor: ByteCursor): string {
  const labels: string[] = []
  for (let length = cursor.takeNumber(1); length > 0; length = cursor.takeNumber(1)) {
    if (length > 63) throw new ZoneFault('a name in the generic data is compressed', 'Write it out.')
    labels.push(writeLabel(cursor.take(length), 'in the generic data'))
  }
  return labels.length === 0 ? '.' : checkedLength(`${labels.join('.')}.`, 'in the generic data')
}

const LONGEST_STRING = 255

/** One character string: at most 255 bytes. */
export function characterString(what: string): DataField {
  return {
    fromTokens: (cursor) => stringOf(cursor.nextText(what), what),
    fromBytes: (cursor) => writeQuoted(cursor.take(cursor.takeNumber(1))),
  }
}

export function characterStrings(what: string): DataField {
  return {
    fromTokens(cursor) {
      const texts = cursor.restTexts(what)
      return fitting(texts, totalBytes(texts))
        .map((text) => stringOf(text, what))
        .join(' ')
    },
    fromBytes(cursor) {
      const strings: string[] = []
      do strings.push(writeQuoted(cursor.take(cursor.takeNumber(1))))
      while (cursor.hasMore())
      return strings.join(' ')
    },
  }
}

/** A character string of letters and digits, never quoted. */
export function word(what: string): DataField {
  const check = (text: string) => {
    if (/^[a-z0-9]{1,255}$/i.test(text)) return text
    throw new ZoneFault(`${what} is ${text}`, 'Write a word of letters and digits, such as issue.')
  }
  return {
    fromTokens: (cursor) => check(cursor.next(what)),
    fromBytes: (cursor) => check(String.fromCharCode(...cursor.take(cursor.takeNumber(1)))),
  }
}

/** Text that takes the rest of the data, of any length. */
export function longText(what: string): DataField {
  return {
    fromTokens: (cursor) => writeQuoted(fitting(readBytes(cursor.nextText(what))).map(({ value }) => value)),
    fromBytes: (cursor) => writeQuoted(cursor.rest()),
  }
}

/** A text without a length of its own that has to stand in quotes (RFC 7553, section 4.4). */
export function quotedText(what: string): DataField {
  const field = longText(what)
  return {
    ...field,
    fromTokens: (cursor) => {
      if (cursor.isQuotedNext()) return field.fromTokens(cursor)
      throw new ZoneFault(`${what} does not stand in quotes`, 'Put it in quotes.')
    },
  }
}

function totalBytes(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + 1 + readBytes(text).length, 0)
}

function stringOf(text: string, what: string): string {
  const bytes = readBytes(text).map(({ value }) => value)
  if (bytes.length <= LONGEST_STRING) return writeQuoted(bytes)
  throw new ZoneFault(
    `${what} has ${bytes.length} bytes, and one string holds 255 at most`,
    'Write it as several strings: "first" "second".',
  )
}
