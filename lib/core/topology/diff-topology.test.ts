import { describe, expect, it } from 'vitest'
import { doubt, estate, nowMs, observed, probeHealth } from '@/lib/testing/estate'
import { diffTopology, isEmptyDifference } from './diff-topology'
import { projectTopology } from './project-topology'

const inventory = estate({
  nodes: ['web', 'database', 'mail'],
  links: [{ source: 'web', target: 'database' }],
})
const before = projectTopology(inventory, observed(inventory))

describe('diffTopology', () => {
  it('sees no difference in one more look with the same result', () => {
    const again = probeHealth('healthy', { observedAtMs: nowMs, validUntilMs: nowMs + 30_000 })
    const after = projectTopology(
      inventory,
      observed(inventory, { web: again, database: again }, { nowMs: nowMs + 1_000 }),
    )
    expect(isEmptyDifference(diffTopology(before, after))).toBe(true)
  })

  it('names a failed node, what it impacts and the causes, and leaves the rest out', () => {
    const after = projectTopology(inventory, observed(inventory, { database: 'down' }))
    const difference = diffTopology(before, after)
    expect(difference.nodes.map(({ node }) => node.slug)).toEqual(['web', 'database'])
    expect(difference.causes).toEqual(after.causes)
    expect(difference.links).toEqual([])
  })

  it('names a node that is in doubt', () => {
    const suspect = probeHealth('healthy', { soft: doubt() })
    const after = projectTopology(inventory, observed(inventory, { mail: suspect }))
    expect(diffTopology(before, after).nodes.map(({ node }) => node.slug)).toEqual(['mail'])
  })

  it('names what the inventory no longer has', () => {
    const smaller = estate({ nodes: ['web', 'mail'] })
    const after = projectTopology(smaller, observed(smaller))
    expect(diffTopology(before, after)).toMatchObject({
      removedNodes: ['database'],
      removedLinks: ['web-database-0'],
    })
  })
})
