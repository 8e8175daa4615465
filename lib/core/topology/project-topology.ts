import type { VerdictStatus } from '@/lib/core/health/health-state'
import type { Inventory } from '@/lib/core/inventory/inventory'
import type { InventoryNode } from '@/lib/core/inventory/node'
import { type DependencyGraph, dependencyGraph } from './dependency-graph'
import { figureUnit } from './figure-unit'
import { statedHealth } from './health-view'
import { linkViews } from './link-health'
import { type MeasuredNode, measureNodes } from './measure-nodes'
import { nodeCauses } from './node-causes'
import { probeSlug } from './node-health'
import { findProberDown } from './prober-down'
import { type RootCauses, rootCauses } from './root-cause'
import type { NodeView, Observed, TopologyView } from './topology'

/**
 * The estate as it is shown: health measured, impact derived from the links, causes told from symptoms.
 * Pure; nodes and links come in the order of the inventory. `assumed` forces the state of nodes, for what-if.
 */
export function projectTopology(
  inventory: Inventory,
  observed: Observed,
  assumed: ReadonlyMap<string, VerdictStatus> = new Map(),
): TopologyView {
  const graph = dependencyGraph(inventory)
  const measured = measureNodes(inventory, observed, assumed)
  const roots = rootCauses(
    graph,
    graph.slugs.map((slug) =>
      factsOf(measured.get(slug), observed.maintenance.has(slug) && !assumed.has(slug)),
    ),
  )
  const impacts = invert(roots.impact.impactedBy)
  const nodes = inventory.nodes.map((node) =>
    nodeView(node, { observed, assumed, measured: measured.get(node.slug), graph, roots, impacts }),
  )
  const proberDown = findProberDown(inventory, observed)
  return {
    generatedAtMs: observed.nowMs,
    nodes,
    links: linkViews(inventory, observed),
    causes: [
      ...(proberDown === null ? [] : [proberDown]),
      ...nodeCauses(nodes, (slug) => measured.get(slug)?.own.failingSinceMs ?? null, observed.nowMs),
    ],
  }
}

const nothingKnown = statedHealth('unknown', 'nothing is known')

function factsOf(
  node: MeasuredNode | undefined,
  isUnderMaintenance: boolean,
): Parameters<typeof rootCauses>[1][number] {
  return {
    measured: (node?.health ?? nothingKnown).status,
    own: (node?.own.view ?? nothingKnown).status,
    isSuspectedDown: node?.own.isSuspectedDown ?? false,
    badFromMs: node?.own.badFromMs ?? null,
    lookedAtMs: node?.own.lookedAtMs ?? null,
    isUnderMaintenance,
  }
}

interface Surroundings {
  readonly observed: Observed
  readonly assumed: ReadonlyMap<string, VerdictStatus>
  readonly measured: MeasuredNode | undefined
  readonly graph: DependencyGraph
  readonly roots: RootCauses
  readonly impacts: readonly (readonly number[])[]
}

function nodeView(node: InventoryNode, around: Surroundings): NodeView {
  const { observed, assumed, graph, roots } = around
  const index = graph.indexOf.get(node.slug) ?? -1
  const measured = around.measured?.health ?? nothingKnown
  const maintenance = assumed.has(node.slug) ? undefined : observed.maintenance.get(node.slug)
  const slugsOf = (nodes: readonly number[] | undefined): readonly string[] =>
    (nodes ?? []).map((other) => graph.slugs[other] ?? '')
  return {
    node,
    health:
      maintenance === undefined
        ? measured
        : {
            ...measured,
            status: 'maintenance',
            sinceMs: null,
            reason: maintenance,
            isStale: false,
            isSuspect: false,
          },
    measured,
    impactedBy: slugsOf(roots.impact.impactedBy[index]),
    impacts: slugsOf(around.impacts[index]),
    isRootCause: roots.isRootCause[index] === true,
    symptomOf: slugsOf(roots.symptomOf[index]),
    keyFigure: keyFigureOf(node, observed),
  }
}

/** The first declared figure that is known and fresh. */
function keyFigureOf(node: InventoryNode, observed: Observed): NodeView['keyFigure'] {
  for (const probe of node.probes) {
    if (probe.keyFigure === undefined) continue
    const state = observed.probes.get(probeSlug(node, probe))
    const value = state?.figures[probe.keyFigure.figure]
    if (value === undefined || (state?.health?.validUntilMs ?? 0) < observed.nowMs) continue
    return { label: probe.keyFigure.label, value, unit: figureUnit(probe.keyFigure.figure) }
  }
  return null
}

function invert(impactedBy: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const impacts: number[][] = impactedBy.map(() => [])
  impactedBy.forEach((causes, node) => {
    for (const cause of causes) impacts[cause]?.push(node)
  })
  return impacts
}
