import fc from 'fast-check'
import { invalidAdditions, validAdditions, validZones, ZONE_HEAD } from './zone-cases'

const fragments = [
  ...'ab0129.@;()"\\$-_ \t\n:/*#',
  'IN ',
  'A ',
  '60 ',
  '\\065',
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

/** Zone files near the border between valid and not: known ones, joined, then changed in a few places. */
export const arbitraryZone: fc.Arbitrary<string> = fc
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
