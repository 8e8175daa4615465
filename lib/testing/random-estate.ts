import fc from 'fast-check'
import type { Inventory } from '@/lib/core/inventory/inventory'
import { estate } from './estate'

const names = Array.from({ length: 10 }, (_, index) => `node-${index}`)
const node = fc.constantFrom(...names)
const groupNames = ['red', 'blue']

/** Any estate of up to ten nodes, cycles and redundant groups included. */
export const anyEstate: fc.Arbitrary<Inventory> = fc
  .record({
    links: fc.array(fc.record({ source: node, target: node }), { maxLength: 24 }),
    groupOf: fc.array(fc.constantFrom(undefined, ...groupNames), { minLength: 10, maxLength: 10 }),
    required: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 2 }),
    rollsUp: fc.constantFrom(undefined, ...groupNames),
  })
  .map(({ links, groupOf, required, rollsUp }) => build(links, { groupOf, required, rollsUp }))

/** An estate in which nobody depends on itself, however far around, and in which nothing is redundant. */
export const acyclicEstate: fc.Arbitrary<Inventory> = fc
  .array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 24 })
  .map((pairs) =>
    build(
      pairs
        .filter(([one, other]) => one !== other)
        .map(([one, other]) => ({
          source: names[Math.max(one, other)] ?? '',
          target: names[Math.min(one, other)] ?? '',
        })),
      { groupOf: [], required: [1, 1], rollsUp: undefined },
    ),
  )

function build(
  links: readonly { source: string; target: string }[],
  {
    groupOf,
    required,
    rollsUp,
  }: {
    groupOf: readonly (string | undefined)[]
    required: readonly number[]
    rollsUp: string | undefined
  },
): Inventory {
  return estate({
    nodes: names.map((slug, index) => {
      const group = groupOf[index]
      return {
        slug,
        ...(group === undefined ? {} : { group }),
        ...(rollsUp === undefined || index !== 0 ? {} : { rollsUp }),
      }
    }),
    links,
    groups: groupNames.map((slug, index) => ({
      slug,
      policy: { type: 'at-least', required: required[index] ?? 1 },
    })),
  })
}
