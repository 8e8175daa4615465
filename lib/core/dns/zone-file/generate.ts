import { isProblem, readFirstEntry, type ZoneEntry, type ZoneToken } from './read-entries'
import { readHead } from './record-head'
import { ZoneFault } from './zone-fault'

const GREATEST = 0x7fff_ffff
const MOST_WIDTH = 127
const NUMBER = String.raw`[\v\f]*[-+]?[0-9]+`

export interface GeneratedEntry {
  /** Its name, as it is written. */
  readonly owner: string
  /** Reads the rest of it. Throws ZoneFault. */
  read(): ZoneEntry
}

/** The entries that `$GENERATE RANGE LHS [TTL] [CLASS] TYPE RHS` stands for, made as they are asked for. Throws ZoneFault. */
export function* generateEntries(entry: ZoneEntry): Generator<GeneratedEntry> {
  const [, range, left, ...others] = entry.tokens
  if (range === undefined || left === undefined || others.length < 2) {
    throw new ZoneFault('$GENERATE misses a part', 'Write $GENERATE 1-10 name-$ A 192.0.2.$')
  }
  const [right, ...more] = readHead(others).data
  if (range.isQuoted || left.isQuoted || right === undefined || more.length > 0) {
    throw new ZoneFault(
      '$GENERATE is not RANGE NAME [TTL] [CLASS] TYPE DATA',
      'Put data of several words in quotes: $GENERATE 1-3 @ MX "10 mx$"',
    )
  }
  const { start, stop, step } = readRange(range.text)
  const pattern = right.isQuoted ? withoutEscapedQuotes(right.text) : right.text
  for (let value = start; value <= stop; value += step) {
    const [owner, written] = [fillIn(left.text, value), fillIn(pattern, value)]
    const head = [{ ...left, text: owner }, ...others.slice(0, -1)]
    const whole = { ...entry, continuesOwner: false, isUnended: false }
    yield { owner, read: () => ({ ...whole, tokens: [...head, ...tokensOf(written)] }) }
  }
}

function withoutEscapedQuotes(text: string): string {
  return text.replace(/\\(.)/gs, (pair, character) => (character === '"' ? '"' : pair))
}

/** What was quoted or one word is read afresh, so that it can hold several fields; behind its first line it is nothing. */
function tokensOf(text: string): readonly ZoneToken[] {
  const entry = readFirstEntry(text)
  if (entry === undefined) return []
  if (isProblem(entry)) throw new ZoneFault(entry.reason, entry.remedy)
  return entry.tokens
}

interface Range {
  readonly start: number
  readonly stop: number
  readonly step: number
}

/** What stands behind the numbers is ignored, as servers do. */
function readRange(text: string): Range {
  const match = new RegExp(`^(${NUMBER})-(${NUMBER})(/(${NUMBER})?)?`).exec(text)
  const [start, stop, step] = [match?.[1], match?.[2], match?.[3] === undefined ? '1' : match[4]].map(
    (part) => (part === undefined ? -1 : as32Bits(part)),
  )
  if (
    start === undefined ||
    stop === undefined ||
    step === undefined ||
    start < 0 ||
    stop < start ||
    step < 1
  ) {
    throw new ZoneFault(`${text} is not a range`, 'Write START-STOP or START-STOP/STEP, from low to high.')
  }
  return { start, stop, step }
}

/** As C reads a number into 32 bits: what does not fit loses its upper bits, what is out of all bounds most of it. */
function as32Bits(text: string): number {
  const isNegative = text.includes('-')
  const digits = text.replace(/^[^0-9]*0*/, '')
  const value = BigInt(digits.length > 19 ? '9'.repeat(19) : digits)
  const bounded = value > 2n ** 63n - 1n ? 2n ** 63n - (isNegative ? 0n : 1n) : value
  return Number(BigInt.asIntN(32, isNegative ? -bounded : bounded))
}

/**
 * `$` is the value, `$$` and `\$` a dollar sign, `${offset,width,base}` the value changed and written so. An offset
 * stands for what follows in the same text too.
 */
function fillIn(text: string, value: number): string {
  let offset = 0
  return text.replace(/\\.|\$\$|\$\{[^}]*\}?|\$/gs, (match) => {
    if (match.startsWith('\\')) return match
    if (match === '$$') return '$'
    if (match === '$') return String(shifted(value, offset))
    const { by, width, base } = readModifier(match)
    offset = by
    return writtenNumber(shifted(value, offset), width, base)
  })
}

interface Modifier {
  readonly by: number
  readonly width: number
  readonly base: string
}

function readModifier(text: string): Modifier {
  const [, by, width = '0', base = 'd'] =
    new RegExp(`^\\$\\{(${NUMBER})(?:,(${NUMBER})(?:,([doxXnN]))?)?\\}$`).exec(text) ?? []
  if (by === undefined) {
    throw new ZoneFault(
      `${text} is not a modifier`,
      'Write an offset, a width and a base in braces: {0,3,d}.',
    )
  }
  return { by: as32Bits(by), width: as32Bits(width) >>> 0, base }
}

function shifted(value: number, offset: number): number {
  if (value + offset <= GREATEST) return value + offset
  throw new ZoneFault('a generated number does not fit in 32 bits', 'Choose a smaller offset.')
}

/** Below zero, a number is written with its sign in base 10 and as 32 bits in the others. */
function writtenNumber(number: number, width: number, base: string): string {
  if (width > MOST_WIDTH) throw new ZoneFault(`a width of ${width} is too much`, 'Write at most 127.')
  if (base === 'd') {
    const sign = number < 0 ? '-' : ''
    return sign + String(Math.abs(number)).padStart(width - sign.length, '0')
  }
  const digits = (number >>> 0).toString(base === 'o' ? 8 : 16)
  const text = base === 'n' || base === 'N' ? nibbles(digits, width) : digits.padStart(width, '0')
  return base === 'X' || base === 'N' ? text.toUpperCase() : text
}

/** Hexadecimal digits from right to left, each a label: for names below ip6.arpa. An even width ends with a dot. */
function nibbles(digits: string, width: number): string {
  const labels = [...digits].reverse()
  while (labels.length < Math.ceil(width / 2)) labels.push('0')
  const text = labels.join('.')
  return text.length < width ? `${text}.` : text
}
