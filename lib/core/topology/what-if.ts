import type { VerdictStatus } from '@/lib/core/health/health-state'
import type { Inventory } from '@/lib/core/inventory/inventory'
import { projectTopology } from './project-topology'
import type { Observed, TopologyView } from './topology'

export interface WhatIf {
  /** The estate as it would be shown. */
  readonly view: TopologyView
  /** Nodes that would be down, or without something that they need; those assumed to fail are not among them. */
  readonly cutOff: readonly string[]
  /** Those of them that are not cut off now. */
  readonly newlyCutOff: readonly string[]
}

/**
 * What would follow if nodes were in these states: the same roll-up, with these states in place of what was
 * observed. Nothing is stored; with no assumption the answer is the estate as it is.
 */
export function whatIf(
  inventory: Inventory,
  observed: Observed,
  assumed: ReadonlyMap<string, VerdictStatus>,
): WhatIf {
  const now = cutOffIn(projectTopology(inventory, observed))
  const view = projectTopology(inventory, observed, assumed)
  const cutOff = [...cutOffIn(view)].filter((slug) => assumed.get(slug) !== 'down').sort()
  return { view, cutOff, newlyCutOff: cutOff.filter((slug) => !now.has(slug)) }
}

function cutOffIn(view: TopologyView): ReadonlySet<string> {
  return new Set(
    view.nodes
      .filter(({ measured, impactedBy }) => measured.status === 'down' || impactedBy.length > 0)
      .map(({ node }) => node.slug),
  )
}
