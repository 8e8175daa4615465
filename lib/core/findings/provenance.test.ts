import { expect, test } from 'vitest'
import { planInventory } from '@/lib/core/inventory/plan-inventory'
import { makeFindingInput } from '@/lib/testing/finding-factory'
import { makeInventory } from '@/lib/testing/inventory-factory'
import { createEvaluator } from './evaluate-rules'
import { provenanceAfter, withAuthors } from './provenance'
import { findRule } from './registry'

const ports = [
  {
    slug: 'redis',
    port: 6379,
    class: 'external' as const,
    service: 'Redis',
    targets: ['web'],
    specifiedIn: ['Matrix'],
  },
]
const first = { actor: 'anna@example.org', atMs: 1_000, revision: 1 }
const second = { actor: 'ben@example.org', atMs: 2_000, revision: 2 }

test('a statement names whoever changed its thing last, not whoever applied last', () => {
  const one = makeInventory({ ports })
  const two = makeInventory({
    ports,
    zones: [],
    nodes: one.nodes.map((node) => ({ ...node, zone: undefined })),
  })
  const provenance = provenanceAfter(
    provenanceAfter(new Map(), planInventory(null, one), first),
    planInventory(one, two),
    second,
  )
  const rule = findRule('PORT-009')
  const [result] = createEvaluator(rule ? [rule] : []).evaluate(makeFindingInput({ ports }))
  const [finding] = result?.findings ?? []
  const [statement] = finding ? withAuthors(finding, provenance, second) : []
  expect(statement).toMatchObject({
    setBy: 'anna@example.org',
    setAtMs: 1_000,
    source: 'specification, revision 1',
  })
  expect(provenance.get('node web')).toEqual(second)
})

test('what is removed has no author any more', () => {
  const one = makeInventory({ ports })
  const before = provenanceAfter(new Map(), planInventory(null, one), first)
  expect(provenanceAfter(before, planInventory(one, makeInventory()), second).has('port redis')).toBe(false)
})
