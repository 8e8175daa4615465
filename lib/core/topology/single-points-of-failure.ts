import type { Inventory } from '@/lib/core/inventory/inventory'
import { type DependencyGraph, dependencyGraph } from './dependency-graph'
import { unavailableAfter } from './impact'

export interface SinglePointOfFailure {
  readonly slug: string
  /** Entry points that its failure alone cuts off. */
  readonly cutsOff: readonly string[]
  /** All that its failure alone takes away, itself excluded. */
  readonly impacts: readonly string[]
}

/**
 * The nodes whose failure alone cuts off an entry point, when all else works; the worst first. Each node is
 * tried: nothing is assumed of the shape of the graph.
 */
export function singlePointsOfFailure(
  inventory: Inventory,
  entryPoints: readonly string[] = defaultEntryPoints(inventory),
): readonly SinglePointOfFailure[] {
  const graph = dependencyGraph(inventory)
  const entries = new Set(entryPoints)
  return inventory.nodes
    .filter((node) => node.lifecycle === 'active' && !entries.has(node.slug))
    .flatMap(({ slug }) => {
      const impacts = takenAwayBy(slug, graph)
      const cutsOff = impacts.filter((other) => entries.has(other))
      return cutsOff.length === 0 ? [] : [{ slug, cutsOff, impacts }]
    })
    .sort(
      (one, other) =>
        other.cutsOff.length - one.cutsOff.length ||
        other.impacts.length - one.impacts.length ||
        (one.slug < other.slug ? -1 : 1),
    )
}

/**
 * Whose service counts: the people, where the estate has any that depend on something; else the nodes on
 * which nobody depends. A node that only rolls others up serves nobody.
 */
export function defaultEntryPoints(inventory: Inventory): readonly string[] {
  const graph = dependencyGraph(inventory)
  const dependsOnSomething = inventory.nodes.filter(
    ({ slug, rollsUp }) =>
      rollsUp === undefined && (graph.dependencies[graph.indexOf.get(slug) ?? -1] ?? []).length > 0,
  )
  const actors = dependsOnSomething.filter(({ kind }) => kind === 'actor')
  const tops = dependsOnSomething.filter(
    ({ slug }) => !isNeeded(graph.indexOf.get(slug) ?? -1, graph, inventory),
  )
  return (actors.length > 0 ? actors : tops).map(({ slug }) => slug)
}

function takenAwayBy(slug: string, graph: DependencyGraph): readonly string[] {
  const node = graph.indexOf.get(slug) ?? -1
  const isUnavailable = unavailableAfter(graph, new Set([node]))
  return graph.slugs.filter((_, other) => other !== node && isUnavailable[other] === true)
}

/** Being rolled up is not being needed. */
function isNeeded(node: number, graph: DependencyGraph, inventory: Inventory): boolean {
  const rollUps = new Set(
    inventory.nodes.flatMap(({ slug, rollsUp }) => (rollsUp === undefined ? [] : [graph.indexOf.get(slug)])),
  )
  return (graph.requiredBy[node] ?? []).some(({ owner }) => !rollUps.has(owner))
}
