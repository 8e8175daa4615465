import { ZoneFault } from './zone-fault'

/** One byte of what a token says; `isEscaped` bytes have lost their special meaning. */
export interface TokenByte {
  readonly value: number
  readonly isEscaped: boolean
}

const encoder = new TextEncoder()

/** The bytes behind `\DDD`, `\X` and plain characters (RFC 1035, section 5.1). */
export function readBytes(text: string): readonly TokenByte[] {
  const bytes: TokenByte[] = []
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at) ?? 0
    if (code !== 0x5c) {
      at += pushCharacter(bytes, code, false)
      continue
    }
    const next = text.codePointAt(at + 1)
    if (next === undefined) throw new ZoneFault('a backslash stands at the end', 'Write it as \\\\.')
    if (isDigit(next)) {
      bytes.push({ value: readDecimal(text.slice(at + 1, at + 4)), isEscaped: true })
      at += 4
    } else at += 1 + pushCharacter(bytes, next, true)
  }
  return bytes
}

/** Returns how many UTF-16 units the character took. */
function pushCharacter(bytes: TokenByte[], code: number, isEscaped: boolean): number {
  if (code < 0x80) bytes.push({ value: code, isEscaped })
  else {
    const character = String.fromCodePoint(code)
    for (const value of encoder.encode(character)) bytes.push({ value, isEscaped: true })
  }
  return code > 0xffff ? 2 : 1
}

function readDecimal(digits: string): number {
  if (/^[0-9]{3}$/.test(digits) && Number(digits) <= 255) return Number(digits)
  throw new ZoneFault(`\\${digits} is not a byte`, 'Write three digits from \\000 to \\255.')
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

/** `\DDD` for what cannot be printed, a backslash before what has a meaning of its own. */
export function writeByte(value: number, special: string): string {
  if (value < 0x21 || value > 0x7e) return `\\${String(value).padStart(3, '0')}`
  const character = String.fromCharCode(value)
  return special.includes(character) ? `\\${character}` : character
}

/** A character string in quotes; blanks stay as they are. */
export function writeQuoted(bytes: Iterable<number>): string {
  let text = ''
  for (const value of bytes) text += value === 0x20 ? ' ' : writeByte(value, '"\\')
  return `"${text}"`
}
