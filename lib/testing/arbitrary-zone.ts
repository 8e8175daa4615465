import fc from 'fast-check'
import { arbitraryDirective, arbitraryOddity } from './arbitrary-directive'
import { arbitraryCrossing, arbitraryRecord } from './arbitrary-record'
import { validZones } from './whole-zone-cases'
import { invalidAdditions, validAdditions, ZONE_HEAD } from './zone-cases'

const fragments = [
  ...'ab0129.@;()"\\$-_ \t\n:/*#',
  'IN ',
  'A ',
  '60 ',
  '\\065',
  '\r',
  '\r\n',
  '\\\n',
  '\\\r',
  '\u0000',
  '\v',
  'CNAME ',
  '$TTL 5\n',
  '$ORIGIN b\n',
]

const edits = fc.array(
  fc.record({
    // Evenly over the text: fast-check's doubles are nearly all next to zero.
    at: fc.integer({ min: 0, max: 9_999 }).map((at) => at / 10_000),
    remove: fc.nat({ max: 2 }),
    insert: fc.oneof(fc.constantFrom(...fragments), fc.constant('')),
  }),
  { maxLength: 3 },
)

/** Known files, joined, then changed in a few places. */
const mutated: fc.Arbitrary<string> = fc
  .record({
    hasHead: fc.boolean(),
    parts: fc.array(fc.constantFrom(...validAdditions, ...invalidAdditions, ...validZones), {
      minLength: 1,
      maxLength: 3,
    }),
    edits,
  })
  .map(({ hasHead, parts, edits: changes }) => {
    const body = changes.reduce((text, { at, remove, insert }) => {
      const start = Math.floor(at * (text.length + 1))
      return text.slice(0, start) + insert + text.slice(start + remove)
    }, parts.join('\n'))
    return hasHead ? `${ZONE_HEAD}${body}\n` : `${body}\n`
  })

const line = fc.oneof(
  { weight: 5, arbitrary: arbitraryRecord },
  { weight: 3, arbitrary: arbitraryCrossing },
  { weight: 2, arbitrary: arbitraryDirective },
  { weight: 1, arbitrary: arbitraryOddity },
  { weight: 1, arbitrary: fc.constantFrom(...validAdditions) },
)

/** A valid head, and a line or two: with more, one fault would hide another. */
const composed: fc.Arbitrary<string> = fc
  .record({
    lines: fc.oneof({ weight: 3, arbitrary: line.map((one) => [one]) }, fc.tuple(line, line)),
    lineEnd: fc.constantFrom('\n', '\n', '\n', '\r\n'),
    end: fc.constantFrom('\n', '\n', '\n', '', '\r'),
  })
  .map(({ lines, lineEnd, end }) => ZONE_HEAD + lines.join(lineEnd) + end)

/** Zone files near the border between valid and not. */
export const arbitraryZone: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: composed },
  { weight: 1, arbitrary: mutated },
)
