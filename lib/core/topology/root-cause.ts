import type { VerdictStatus } from '@/lib/core/health/health-state'
import type { DependencyGraph } from './dependency-graph'
import { type Impact, impactOf } from './impact'
import { stronglyConnected } from './strongly-connected'

/** What the search for causes knows of one node. */
export interface FailureFacts {
  /** All that was measured, groups rolled up. */
  readonly measured: VerdictStatus
  /** What its own probes say; unknown when it has none. */
  readonly own: VerdictStatus
  readonly isSuspectedDown: boolean
  /** Start of the first of the bad observations in a row that make it fail; null while it does not, or unknown. */
  readonly badFromMs: number | null
  /** When it was last looked at in full; null when never, or unknown. */
  readonly lookedAtMs: number | null
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
 * never one. While a node upstream is in doubt, or was not looked at since, nobody downstream is called a cause;
 * that lasts seconds.
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
      !isDeferred(node, { graph, facts, impact: feared }),
  )
  return { impact, isRootCause, symptomOf: originsOf(explainers, isOrigin) }
}

function isFailing(status: VerdictStatus): boolean {
  return status === 'down' || status === 'degraded'
}

function indexesWhere(facts: readonly FailureFacts[], fits: (fact: FailureFacts) => boolean): number[] {
  return facts.flatMap((fact, index) => (fits(fact) ? [index] : []))
}

interface Situation {
  readonly graph: DependencyGraph
  readonly facts: readonly FailureFacts[]
  readonly impact: Impact
}

/** The failing nodes that explain why this one fails; none for one that does not fail. */
function explainersOf(node: number, situation: Situation): readonly number[] {
  const { graph, facts, impact } = situation
  const fact = facts[node]
  if (fact === undefined || !isFailing(fact.measured)) return []
  if (!isFailing(fact.own)) return failingParts(node, graph, facts)
  const upstream = (impact.impactedBy[node] ?? []).filter((other) => mayExplain(node, other, graph, facts))
  const direct = nearestOf(node, graph, facts).filter((other) =>
    fact.own === 'down' ? facts[other]?.measured === 'down' : isFailing(facts[other]?.measured ?? 'unknown'),
  )
  return [...new Set([...upstream, ...direct, ...lostFellows(node, situation)])]
}

/**
 * What took away a member of the node's own group, when the node is only degraded: whoever stands in carries more,
 * or follows what is gone.
 */
function lostFellows(node: number, situation: Situation): readonly number[] {
  const { graph, facts } = situation
  if (facts[node]?.own === 'down') return []
  return (graph.fellows[node] ?? [])
    .filter((other) => facts[other]?.own === 'down' && facts[other]?.measured === 'down')
    .flatMap((other) => {
      const explained = explainersOf(other, situation)
      return explained.length > 0 ? explained : [other]
    })
}

/** The members that fail by themselves, of a node that fails only because they do. */
function failingParts(
  node: number,
  graph: DependencyGraph,
  facts: readonly FailureFacts[],
): readonly number[] {
  const seen = new Set([node])
  for (const whole of seen) {
    if (whole !== node && isFailing(facts[whole]?.own ?? 'unknown')) continue
    for (const part of graph.parts[whole] ?? []) {
      if (isFailing(facts[part]?.measured ?? 'unknown')) seen.add(part)
    }
  }
  return [...seen].filter((part) => part !== node && isFailing(facts[part]?.own ?? 'unknown'))
}

/**
 * What may explain a failure although redundancy holds: a cluster that is down, its members; a node that
 * is only degraded, whatever it directly depends on.
 */
function nearestOf(node: number, graph: DependencyGraph, facts: readonly FailureFacts[]): readonly number[] {
  const nearest = facts[node]?.own === 'down' ? graph.parts[node] : graph.dependencies[node]
  return (nearest ?? []).filter((other) => mayExplain(node, other, graph, facts))
}

/** Nodes that need each other never blame each other, but one that is degraded may blame one that is down. */
function mayExplain(
  node: number,
  other: number,
  graph: DependencyGraph,
  facts: readonly FailureFacts[],
): boolean {
  if (graph.component[node] !== graph.component[other]) return true
  return facts[other]?.own === 'down' && facts[node]?.own !== 'down'
}

/** What may explain the failure is itself still in doubt. `impact` is what would follow if it were down. */
function isDeferred(node: number, { graph, facts, impact }: Situation): boolean {
  const isSuspect = (other: number): boolean => facts[other]?.isSuspectedDown === true
  const upstream = (impact.impactedBy[node] ?? []).filter((other) => mayExplain(node, other, graph, facts))
  const fellows = facts[node]?.own === 'down' ? [] : (graph.fellows[node] ?? [])
  if (upstream.length > 0 || [...nearestOf(node, graph, facts), ...fellows].some(isSuspect)) return true
  const badFromMs = facts[node]?.badFromMs ?? null
  const around = [...(graph.dependencies[node] ?? []), ...fellows]
  return around.some((other) => isYetToBeLookedAt(facts[other], badFromMs))
}

/**
 * Believed to be well from before the other failed: a hung server is noticed by those that follow it before its
 * own probe has given up. It is looked at at once, and past its shelf life it is unknown, so this ends soon.
 */
function isYetToBeLookedAt(fact: FailureFacts | undefined, badFromMs: number | null): boolean {
  if (fact === undefined || badFromMs === null || fact.lookedAtMs === null) return false
  return fact.own === 'healthy' && fact.lookedAtMs < badFromMs
}

/** Follows explanations, each after those that it rests on, up to the failures that nothing explains. */
function originsOf(
  explainers: readonly (readonly number[])[],
  isOrigin: readonly boolean[],
): readonly (readonly number[])[] {
  const loopOf = stronglyConnected(explainers)
  const origins = new Map<number, Set<number>>()
  const originsOfLoop = (node: number): Set<number> => origins.get(loopOf[node] ?? -1) ?? new Set()
  const explained = explainers.flatMap((by, node) => (by.length > 0 ? [node] : []))
  explained.sort((one, other) => (loopOf[one] ?? 0) - (loopOf[other] ?? 0))
  for (const node of explained) {
    const found = originsOfLoop(node)
    origins.set(loopOf[node] ?? -1, found)
    for (const by of explainers[node] ?? []) {
      if (isOrigin[by] === true) found.add(by)
      else for (const origin of originsOfLoop(by)) found.add(origin)
    }
  }
  return explainers.map((by, node) =>
    by.length === 0 ? [] : [...originsOfLoop(node)].sort((one, other) => one - other),
  )
}
