import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { z } from 'zod'
import { canonicalJson } from '@/lib/core/inventory/canonical-json'
import { planInventory } from '@/lib/core/inventory/plan-inventory'
import { arbitraryInventory } from '@/lib/testing/arbitrary-inventory'
import { formatInventory } from './format-inventory'
import { parseInventory } from './parse-inventory'

/** Many large inventories: on a busy machine more than the usual five seconds. */
vi.setConfig({ testTimeout: 60_000 })

const options = { file: 'export.yaml', probeKinds: [{ kind: 'any', settings: z.unknown() }] }

test('an exported inventory reads back as the same inventory', () => {
  fc.assert(
    fc.property(arbitraryInventory(), (inventory) => {
      const again = parseInventory(formatInventory(inventory), options)
      expect(canonicalJson(again)).toBe(canonicalJson(inventory))
      expect(planInventory(inventory, again).changes).toEqual([])
    }),
    { numRuns: 150 },
  )
})

test('equal inventories give equal text', () => {
  fc.assert(
    fc.property(arbitraryInventory(), (inventory) => {
      const text = formatInventory(inventory)
      expect(formatInventory(parseInventory(text, options))).toBe(text)
    }),
    { numRuns: 50 },
  )
})

test('whatever two inventories say, the plan back undoes the plan there', () => {
  fc.assert(
    fc.property(arbitraryInventory(), arbitraryInventory(), (before, after) => {
      const there = planInventory(before, after)
      const back = planInventory(after, before)
      expect([back.added, back.changed, back.removed]).toEqual([there.removed, there.changed, there.added])
    }),
    { numRuns: 100 },
  )
})
