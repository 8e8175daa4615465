import { readEntries, type ZoneEntry, type ZoneToken } from './read-entries'
import { readHead } from './record-head'
import { ZoneFault } from './zone-fault'

const MOST_RECORDS = 65_536
const GREATEST = 0x7fff_ffff

/** The entries that `$GENERATE RANGE LHS [TTL] [CLASS] TYPE RHS` stands for. Throws ZoneFault. */
export function generateEntries(entry: ZoneEntry): readonly ZoneEntry[] {
  const [, range, left, ...others] = entry.tokens
  if (range === undefined || left === undefined || others.length < 2) {
    throw new ZoneFault('$GENERATE misses a part', 'Write $GENERATE 1-10 name-$ A 192.0.2.$')
  }
  const [right, ...more] = readHead(others).data
  if (range.isQuoted || right === undefined || more.length > 0) {
    throw new ZoneFault(
      '$GENERATE is not RANGE NAME [TTL] [CLASS] TYPE DATA',
      'Put data of several words in quotes: $GENERATE 1-3 @ MX "10 mx$"',
    )
  }
  return readRange(range.text).map((value) => ({
    ...entry,
    continuesOwner: false,
    isUnended: false,
    tokens: [
      { ...left, text: fillIn(left.text, value) },
      ...others.slice(0, -1),
      ...tokensOf(fillIn(right.text, value)),
    ],
  }))
}

/** What was quoted or one word is read afresh, so that it can hold several fields. */
function tokensOf(text: string): readonly ZoneToken[] {
  const { entries, problems } = readEntries(text)
  const [problem] = problems
  if (problem) throw new ZoneFault(problem.reason, problem.remedy)
  return entries.flatMap(({ tokens }) => tokens)
}

/** What stands behind the numbers is ignored, as servers do. */
function readRange(text: string): readonly number[] {
  const match = /^([0-9]{1,10})-([0-9]{1,10})(\/([0-9]{1,10})?)?/.exec(text)
  const hasStep = match?.[3] !== undefined
  const [start = 0, stop = -1, step = 0] = [match?.[1], match?.[2], hasStep ? match?.[4] : '1'].map((part) =>
    Number(part ?? -1),
  )
  if (!match || stop < start || step < 1) {
    throw new ZoneFault(`${text} is not a range`, 'Write START-STOP or START-STOP/STEP, from low to high.')
  }
  if (stop > GREATEST || step > GREATEST)
    throw new ZoneFault(`${text} is out of range`, 'Use smaller numbers.')
  const count = Math.floor((stop - start) / step) + 1
  if (count > MOST_RECORDS) {
    throw new ZoneFault(
      `${text} stands for ${count} records`,
      `Use several ranges of ${MOST_RECORDS} at most.`,
    )
  }
  return Array.from({ length: count }, (_, index) => start + index * step)
}

/** `$` is the value, `$$` and `\$` a dollar sign, `${offset,width,base}` the value changed and written so. */
function fillIn(text: string, value: number): string {
  return text.replace(/\\.|\$\$|\$\{([^}]*)\}|\$/gs, (match, modifiers: string | undefined) => {
    if (match.startsWith('\\')) return match
    if (match === '$$') return '\\$'
    return modifiers === undefined ? String(value) : modified(modifiers, value)
  })
}

function modified(modifiers: string, value: number): string {
  const match = /^(-?[0-9]{1,10})(?:,([0-9]{1,3})(?:,([doxXnN]))?)?$/.exec(modifiers)
  if (!match)
    throw new ZoneFault(
      `\${${modifiers}} is not a modifier`,
      'Write an offset, a width and a base in braces: {0,3,d}.',
    )
  const number = value + Number(match[1])
  const width = Number(match[2] ?? 0)
  if (number < 0) throw new ZoneFault('a generated number is below zero', 'Choose a greater offset.')
  const base = match[3] ?? 'd'
  if (base === 'n' || base === 'N') return nibbles(number, width, base === 'N')
  const radix = base === 'd' ? 10 : base === 'o' ? 8 : 16
  const digits = number.toString(radix).padStart(width, '0')
  return base === 'X' ? digits.toUpperCase() : digits
}

/** Hexadecimal digits from right to left, each a label: for names below ip6.arpa. */
function nibbles(number: number, width: number, isUpper: boolean): string {
  const digits = [...number.toString(16)].reverse().join('.')
  const missing = Math.ceil((width - digits.length) / 2)
  const text = missing > 0 ? `${digits}${'.0'.repeat(missing)}` : digits
  return isUpper ? text.toUpperCase() : text
}
