import type { VerdictStatus } from '@/lib/core/health/health-state'
import type { DependencyGraph } from './dependency-graph'
import { type Impact, impactOf } from './impact'

/** What the search for causes knows of one node. */
export interface FailureFacts {
  /** All that was measured, groups rolled up. */
  readonly measured: VerdictStatus
  /** What its own probes say; unknown when it has none. */
  readonly own: VerdictStatus
  readonly isSuspectedDown: boolean
  readonly isUnderMaintenance: boolean
}

export interface RootCauses {
  readonly impact: Impact
  readonly isRootCause: readonly boolean[]
  /** For each failing node, the causes to which its failure is put down. */
  readonly symptomOf: readonly (readonly number[])[]
}

/**
 * Tells causes from symptoms. A down node is a cause when no down node upstream explains it; a degraded one
 * when moreover nothing that it directly depends on fails. A node that fails only because its group does is
 * never one. While a node upstream is in doubt, nobody downstream is called a cause; the doubt lasts seconds.
 */
export function rootCauses(graph: DependencyGraph, facts: readonly FailureFacts[]): RootCauses {
  const down = new Set(indexesWhere(facts, (fact) => fact.measured === 'down'))
  const impact = impactOf(graph, down)
  const suspects = indexesWhere(facts, (fact) => fact.isSuspectedDown && fact.measured !== 'down')
  const feared = suspects.length === 0 ? impact : impactOf(graph, new Set([...down, ...suspects]))
  const explainers = facts.map((_, node) => explainersOf(node, { graph, facts, impact }))
  const isOrigin = facts.map(
    (fact, node) => isFailing(fact.own) && isFailing(fact.measured) && (explainers[node] ?? []).length === 0,
  )
  const isRootCause = facts.map(
    (fact, node) =>
      isOrigin[node] === true &&
      !fact.isUnderMaintenance &&
      (feared.impactedBy[node] ?? []).length === 0 &&
      !dependsOnSuspect(node, graph, facts),
  )
  return { impact, isRootCause, symptomOf: originsOf(graph, explainers, isOrigin) }
}

function isFailing(status: VerdictStatus): boolean {
  return status === 'down' || status === 'degraded'
}

function indexesWhere(facts: readonly FailureFacts[], fits: (fact: FailureFacts) => boolean): number[] {
  return facts.flatMap((fact, index) => (fits(fact) ? [index] : []))
}

/** The failing nodes that explain why this one fails; none for one that does not fail. */
function explainersOf(
  node: number,
  { graph, facts, impact }: { graph: DependencyGraph; facts: readonly FailureFacts[]; impact: Impact },
): readonly number[] {
  const fact = facts[node]
  if (fact === undefined || !isFailing(fact.measured)) return []
  const upstream = (impact.impactedBy[node] ?? []).filter((other) => !isInLoop(graph, node, other))
  const direct = nearestOf(node, fact.own, graph).filter((other) =>
    fact.own === 'down' ? facts[other]?.measured === 'down' : isFailing(facts[other]?.measured ?? 'unknown'),
  )
  return [...new Set([...upstream, ...direct])]
}

/**
 * What may explain a failure although redundancy holds: a cluster that is down, its members; a node that
 * is only degraded, whatever it directly depends on.
 */
function nearestOf(node: number, own: VerdictStatus, graph: DependencyGraph): readonly number[] {
  const nearest = own === 'down' ? graph.parts[node] : graph.dependencies[node]
  return (nearest ?? []).filter((other) => !isInLoop(graph, node, other))
}

function isInLoop(graph: DependencyGraph, node: number, other: number): boolean {
  return graph.component[node] === graph.component[other]
}

/** What may explain the failure may itself still be in doubt. */
function dependsOnSuspect(node: number, graph: DependencyGraph, facts: readonly FailureFacts[]): boolean {
  const own = facts[node]?.own ?? 'unknown'
  return nearestOf(node, own, graph).some((other) => facts[other]?.isSuspectedDown === true)
}

/** Follows explanations up to those that nothing explains. Dependencies come first in component order. */
function originsOf(
  graph: DependencyGraph,
  explainers: readonly (readonly number[])[],
  isOrigin: readonly boolean[],
): readonly (readonly number[])[] {
  const origins: (readonly number[])[] = explainers.map(() => [])
  const explained = explainers.flatMap((by, node) => (by.length > 0 ? [node] : []))
  explained.sort((one, other) => (graph.component[one] ?? 0) - (graph.component[other] ?? 0))
  for (const node of explained) {
    const found = new Set<number>()
    for (const by of explainers[node] ?? []) {
      if (isOrigin[by] === true) found.add(by)
      else for (const origin of origins[by] ?? []) found.add(origin)
    }
    origins[node] = [...found].sort((one, other) => one - other)
  }
  return origins
}
