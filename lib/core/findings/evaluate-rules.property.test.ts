import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Inventory } from '@/lib/core/inventory/inventory'
import type { FactBody } from '@/lib/core/observed/fact'
import { inputOf, testNowMs } from '@/lib/testing/finding-factory'
import { readShippedInventory } from '@/lib/testing/shipped-inventory'
import { createEvaluator } from './evaluate-rules'
import { rules } from './registry'
import { shareUnchanged } from './share-unchanged'

const shipped = readShippedInventory()

interface Step {
  readonly section: keyof Inventory & string
  readonly index: number
  readonly change: 'remove' | 'double' | 'forget' | 'alter'
}

const sections = [
  'nodes',
  'links',
  'ports',
  'firewallRules',
  'alerts',
  'backups',
  'dns',
  'contradictions',
] as const
const step: fc.Arbitrary<Step> = fc.record({
  section: fc.constantFrom(...sections),
  index: fc.nat(60),
  change: fc.constantFrom('remove' as const, 'double' as const, 'forget' as const, 'alter' as const),
})
const facts: fc.Arbitrary<readonly FactBody[]> = fc.array(
  fc.record({
    kind: fc.constant('port' as const),
    node: fc.constantFrom('nginx-1', 'redis-1', 'bastion', null),
    address: fc.constant('127.10.1.10'),
    port: fc.constantFrom(22, 80, 443, 6379, 8080),
    transport: fc.constant('tcp' as const),
    state: fc.constantFrom('open' as const, 'closed' as const, 'filtered' as const),
    service: fc.constant(null),
    reason: fc.constant(null),
  }),
  { maxLength: 4 },
)

/** What one thing has, another has too: their indexes have to follow. */
const altered = [
  'kind',
  'zone',
  'region',
  'group',
  'source',
  'target',
  'type',
  'name',
  'node',
  'port',
  'stated',
]

/** Removes, doubles, strips or alters a thing; a fresh copy, as an inventory read from the database is. */
function changed(inventory: Inventory, { section, index, change }: Step): Inventory {
  const copy = structuredClone(inventory)
  const things: Record<string, unknown>[] = (section === 'dns' ? copy.dns?.records : copy[section]) as never
  const at = things.length === 0 ? 0 : index % things.length
  if (change === 'remove') things.splice(at, 1)
  else if (change === 'double' && things[at])
    things.push({ ...things[at], slug: `${things[at].slug}-twin`, id: `${things[at].id}-twin` })
  else if (change === 'alter') alter(things[at] ?? {}, things[(at * 7 + 3) % things.length] ?? {})
  else if (things[at])
    for (const field of ['owner', 'role', 'note', 'expr', 'weight', 'region']) delete things[at][field]
  return copy
}

function alter(thing: Record<string, unknown>, like: Record<string, unknown>): void {
  for (const field of altered) if (field in thing && field in like) thing[field] = like[field]
}

test('what is judged again after a change is the same as judging everything afresh', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(step, facts, fc.nat(3)), { minLength: 1, maxLength: 6 }), (steps) => {
      const evaluator = createEvaluator(rules)
      let inventory = shipped
      for (const [one, seen, days] of steps) {
        inventory = shareUnchanged(inventory, changed(inventory, one))
        const others = { nowMs: testNowMs + days * 86_400_000 }
        const input = inputOf(inventory, seen, others)
        const plain = (results: ReturnType<typeof evaluator.evaluate>) =>
          results.map(({ rule, outcome, findings }) => ({ id: rule.id, outcome, findings }))
        const afresh = createEvaluator(rules).evaluate(inputOf(structuredClone(inventory), seen, others))
        expect(plain(evaluator.evaluate(input))).toEqual(plain(afresh))
      }
    }),
    { numRuns: 25 },
  )
}, 60_000)

test('a change asks only the rules that read what changed', () => {
  const evaluator = createEvaluator(rules)
  evaluator.evaluate(inputOf(shipped))
  const copy = structuredClone(shipped)
  for (const port of copy.ports) port.owner = 'web team'
  evaluator.evaluate(inputOf(shareUnchanged(shipped, copy)))
  const wanted = rules.filter((rule) => rule.reads.includes('inventory.ports')).map((rule) => rule.id)
  // Facts of a new input are new arrays here, so rules that read them are asked as well.
  expect(evaluator.lastEvaluated).toEqual(expect.arrayContaining(wanted))
  expect(
    evaluator.lastEvaluated.filter(
      (id) =>
        id.startsWith('SPF-') &&
        !rules.some((rule) => rule.id === id && rule.reads.some((read) => read.startsWith('fact.'))),
    ),
  ).toEqual([])
})

test('a rule that breaks is told as failed, and the others are judged all the same', () => {
  const broken = {
    id: 'X-001',
    title: 'breaks',
    severity: 'low' as const,
    reference: 'none',
    reads: ['inventory.nodes' as const],
    evaluate: () => {
      throw new Error('broken')
    },
  }
  const outcomes = createEvaluator([broken, ...rules])
    .evaluate(inputOf(shipped))
    .map((result) => result.outcome)
  expect(outcomes[0]).toBe('failed')
  expect(outcomes.slice(1)).not.toContain('failed')
})

const json = fc.jsonValue({ maxDepth: 4 })

test('what is shared equals what was given, and is the old object exactly where nothing changed', () => {
  fc.assert(
    fc.property(json, json, (before, after) => {
      expect(shareUnchanged(before, after)).toEqual(after)
      const copy = structuredClone(before)
      if (typeof before === 'object' && before !== null) expect(shareUnchanged(before, copy)).toBe(before)
    }),
    { examples: [[JSON.parse('{}'), JSON.parse('{"__proto__":0}')]] },
  )
})
