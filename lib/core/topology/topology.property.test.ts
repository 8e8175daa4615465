import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type VerdictStatus, verdictStatuses } from '@/lib/core/health/health-state'
import { severityOf } from '@/lib/core/health/health-word'
import type { Inventory } from '@/lib/core/inventory/inventory'
import { doubt, estate, observed, probeHealth } from '@/lib/testing/estate'
import { acyclicEstate, anyEstate } from '@/lib/testing/random-estate'
import { dependencyGraph } from './dependency-graph'
import { projectTopology } from './project-topology'
import type { TopologyView } from './topology'
import { whatIf } from './what-if'

const statuses = fc.array(fc.constantFrom(...verdictStatuses), { minLength: 10, maxLength: 10 })
const choice = fc.array(fc.nat(9), { maxLength: 4 })

function named(inventory: Inventory, indexes: readonly number[]): string[] {
  return [...new Set(indexes.flatMap((index) => inventory.nodes[index]?.slug ?? []))]
}

function withStatuses(inventory: Inventory, given: readonly VerdictStatus[]) {
  return observed(
    inventory,
    Object.fromEntries(inventory.nodes.map(({ slug }, index) => [slug, given[index] ?? 'healthy'])),
  )
}

function assume(slugs: readonly string[]): ReadonlyMap<string, VerdictStatus> {
  return new Map(slugs.map((slug) => [slug, 'down']))
}

function rootsOf(view: TopologyView): readonly string[] {
  return view.nodes.filter((node) => node.isRootCause).map(({ node }) => node.slug)
}

describe('any estate', () => {
  it('gets no better when more fails', () => {
    fc.assert(
      fc.property(anyEstate, statuses, choice, choice, (inventory, given, some, others) => {
        const now = withStatuses(inventory, given)
        const few = whatIf(inventory, now, assume(named(inventory, some)))
        const many = whatIf(inventory, now, assume(named(inventory, [...some, ...others])))
        few.view.nodes.forEach((before, index) => {
          const after = many.view.nodes[index]
          expect(severityOf[after?.measured.status ?? 'healthy']).toBeGreaterThanOrEqual(
            severityOf[before.measured.status],
          )
        })
        const lost = [...many.cutOff, ...named(inventory, [...some, ...others])]
        expect(lost).toEqual(expect.arrayContaining([...few.cutOff]))
      }),
    )
  })

  it('is as it was once the assumptions are dropped', () => {
    fc.assert(
      fc.property(anyEstate, statuses, choice, (inventory, given, some) => {
        const now = withStatuses(inventory, given)
        const before = projectTopology(inventory, now)
        whatIf(inventory, now, assume(named(inventory, some)))
        expect(whatIf(inventory, now, new Map()).view).toEqual(before)
        expect(whatIf(inventory, now, new Map()).newlyCutOff).toEqual([])
      }),
    )
  })

  it('looks the same in whatever order it is written', () => {
    fc.assert(
      fc.property(anyEstate, statuses, (inventory, given) => {
        const now = withStatuses(inventory, given)
        const turned: Inventory = {
          ...inventory,
          nodes: inventory.nodes.toReversed(),
          links: inventory.links.toReversed(),
          groups: inventory.groups.toReversed(),
        }
        const one = projectTopology(inventory, now)
        const other = projectTopology(turned, now)
        expect(other.nodes.toReversed()).toEqual(one.nodes)
        expect(other.links.toReversed()).toEqual(one.links)
        expect(other.causes).toEqual(one.causes)
      }),
    )
  })

  it('never makes two nodes blame each other, nor one itself', () => {
    fc.assert(
      fc.property(anyEstate, statuses, (inventory, given) => {
        const { nodes } = projectTopology(inventory, withStatuses(inventory, given))
        const failing = nodes.filter(({ measured: { status } }) => status === 'down' || status === 'degraded')
        const blamedBy = new Map(
          failing.map(({ node, impactedBy, symptomOf }) => [
            node.slug,
            new Set([...impactedBy, ...symptomOf]),
          ]),
        )
        for (const [slug, blamed] of blamedBy) {
          expect(blamed.has(slug)).toBe(false)
          for (const other of blamed) {
            // What fails only because its members do may name them, and they, impacted, name it.
            if (nodes.find(({ node }) => node.slug === slug)?.node.rollsUp !== undefined) continue
            expect(blamedBy.get(other)?.has(slug) ?? false).toBe(false)
          }
        }
      }),
    )
  })

  it('never puts a failed node down to another in the same loop', () => {
    fc.assert(
      fc.property(anyEstate, (inventory) => {
        const { component, indexOf } = dependencyGraph(inventory)
        const loopOf = (slug: string): number | undefined => component[indexOf.get(slug) ?? -1]
        const all = withStatuses(inventory, new Array<VerdictStatus>(10).fill('down'))
        for (const { node, impactedBy, symptomOf } of projectTopology(inventory, all).nodes) {
          for (const other of [...impactedBy, ...symptomOf]) {
            expect(loopOf(other)).not.toBe(loopOf(node.slug))
          }
        }
      }),
    )
  })

  it('explains each failure: it is a cause, or the symptom of causes', () => {
    fc.assert(
      fc.property(anyEstate, statuses, (inventory, given) => {
        const view = projectTopology(inventory, withStatuses(inventory, given))
        const roots = new Set(rootsOf(view))
        for (const { node, measured, isRootCause, symptomOf } of view.nodes) {
          for (const root of symptomOf) expect(roots.has(root)).toBe(true)
          if (isRootCause) expect(symptomOf).toEqual([])
          if (measured.status === 'down' || measured.status === 'degraded') {
            expect(isRootCause).toBe(symptomOf.length === 0)
          }
          if (measured.status === 'healthy' || measured.status === 'unknown') expect(isRootCause).toBe(false)
          expect(view.causes.some((cause) => cause.kind === 'node' && cause.slug === node.slug)).toBe(
            isRootCause,
          )
        }
      }),
    )
  })

  it('has impacts that are the reverse of impactedBy, and none from what is not down', () => {
    fc.assert(
      fc.property(anyEstate, statuses, (inventory, given) => {
        const { nodes } = projectTopology(inventory, withStatuses(inventory, given))
        for (const one of nodes) {
          if (one.measured.status !== 'down') expect(one.impacts).toEqual([])
          for (const other of nodes) {
            expect(one.impacts.includes(other.node.slug)).toBe(other.impactedBy.includes(one.node.slug))
          }
        }
      }),
    )
  })
})

describe('an estate without loops', () => {
  it('has exactly one root cause when exactly one node is down', () => {
    fc.assert(
      fc.property(acyclicEstate, fc.nat(9), (inventory, index) => {
        const [slug = ''] = named(inventory, [index])
        expect(rootsOf(projectTopology(inventory, observed(inventory, { [slug]: 'down' })))).toEqual([slug])
        expect(rootsOf(projectTopology(inventory, observed(inventory), assume([slug])))).toEqual([slug])
      }),
    )
  })

  it('has one root cause when a node is down and all that it impacts follows it down', () => {
    fc.assert(
      fc.property(acyclicEstate, fc.nat(9), (inventory, index) => {
        const [slug = ''] = named(inventory, [index])
        const first = projectTopology(inventory, observed(inventory, { [slug]: 'down' }))
        const impacts = first.nodes[index]?.impacts ?? []
        const all = Object.fromEntries([slug, ...impacts].map((down) => [down, 'down' as const]))
        expect(rootsOf(projectTopology(inventory, observed(inventory, all)))).toEqual([slug])
      }),
    )
  })

  it('names no cause downstream of a node that is being checked', () => {
    fc.assert(
      fc.property(acyclicEstate, fc.nat(9), (inventory, index) => {
        const [slug = ''] = named(inventory, [index])
        const impacts =
          projectTopology(inventory, observed(inventory, { [slug]: 'down' })).nodes[index]?.impacts ?? []
        const suspect = probeHealth('healthy', { soft: doubt('down') })
        const all = Object.fromEntries(impacts.map((down) => [down, 'down' as const]))
        expect(rootsOf(projectTopology(inventory, observed(inventory, { ...all, [slug]: suspect })))).toEqual(
          [],
        )
      }),
    )
  })
})

describe('a redundant group', () => {
  it('lets one of two fail without impact on anyone beyond it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 5 }), fc.nat(4), fc.nat(4), (size, failing, required) => {
        const members = Array.from({ length: size }, (_, index) => `member-${index}`)
        const policy = { type: 'at-least' as const, required: Math.min(required + 1, size - 1) }
        const inventory = estate({
          nodes: ['top', ...members.map((slug) => ({ slug, group: 'pool' })), 'base'],
          links: members.flatMap((slug) => [
            { source: 'top', target: slug },
            { source: slug, target: 'base' },
          ]),
          groups: [{ slug: 'pool', policy }],
        })
        const failed = members[failing % size] ?? ''
        const { cutOff } = whatIf(inventory, observed(inventory), assume([failed]))
        expect(cutOff).toEqual([])
        const tooMany = members.slice(0, size - policy.required + 1)
        expect(whatIf(inventory, observed(inventory), assume(tooMany)).cutOff).toEqual(['top'])
      }),
    )
  })
})
