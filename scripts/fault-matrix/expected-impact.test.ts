import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { parse } from 'yaml'
import { type Inventory, inventorySchema } from '@/lib/core/inventory/inventory'
import { whatIf } from '@/lib/core/topology/what-if'
import { observed } from '@/lib/testing/estate'
import { acyclicEstate } from '@/lib/testing/random-estate'
import { expectedImpact, groupsAround } from './expected-impact'

const askproai = inventorySchema.parse(parse(readFileSync('inventory/askproai.yaml', 'utf8')))

function toldImpact(inventory: Inventory, slug: string): readonly string[] {
  const { view } = whatIf(inventory, observed(inventory, {}), new Map([[slug, 'down']]))
  return [...(view.nodes.find(({ node }) => node.slug === slug)?.impacts ?? [])].sort()
}

test('the groups around a node are those it belongs to, and those that they belong to', () => {
  expect(groupsAround(askproai, 'redis-1')).toEqual(['dc-primary', 'redis-cluster'])
  expect(groupsAround(askproai, 'prometheus')).toEqual([])
})

describe('the impact read off the inventory', () => {
  it('is what the console says, for every node of the estate', () => {
    for (const { slug } of askproai.nodes) {
      expect({ slug, impacts: toldImpact(askproai, slug) }).toEqual({
        slug,
        impacts: expectedImpact(askproai, slug),
      })
    }
  })

  it('is what the console says, whatever the estate, as long as nothing needs itself', () => {
    fc.assert(
      fc.property(acyclicEstate, fc.nat(9), (inventory, index) => {
        const slug = inventory.nodes[index % inventory.nodes.length]?.slug ?? ''
        expect(toldImpact(inventory, slug)).toEqual(expectedImpact(inventory, slug))
      }),
    )
  })

  it('goes through nobody who has a stand-in left', () => {
    expect(expectedImpact(askproai, 'nginx-1')).not.toContain('cloudflare')
    expect(expectedImpact(askproai, 'mariadb-primary')).toContain('customers')
  })
})
