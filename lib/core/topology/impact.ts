import type { DependencyGraph, Requirement } from './dependency-graph'
import { weightTolerance } from './group-health'

/** What follows from some nodes being down. Nodes are numbers of the graph. */
export interface Impact {
  /** Down, or without something that it needs. */
  readonly isUnavailable: readonly boolean[]
  /** For each node, the down nodes on which it depends without a stand-in, nearest first. */
  readonly impactedBy: readonly (readonly number[])[]
}

/**
 * The blast radius of the nodes that are down. A node is impacted when one of its requirements cannot be met
 * any more, by nodes that are down or are impacted themselves. Of two nodes that need each other and are both
 * down, neither impacts the other: which of them began cannot be told.
 */
export function impactOf(graph: DependencyGraph, down: ReadonlySet<number>): Impact {
  const { isUnavailable, broken } = spread(graph, down)
  const impactedBy: (readonly number[])[] = graph.slugs.map(() => [])
  const seenFrom = new Array<number>(graph.slugs.length).fill(-1)
  for (const [node, needs] of broken) {
    if (needs.length > 0) impactedBy[node] = causesOf(node, { graph, down, broken, isUnavailable, seenFrom })
  }
  return { isUnavailable, impactedBy }
}

/** Who is unavailable once these are down, without telling why: what a search over many failures needs. */
export function unavailableAfter(graph: DependencyGraph, down: ReadonlySet<number>): readonly boolean[] {
  return spread(graph, down).isUnavailable
}

function spread(
  graph: DependencyGraph,
  down: ReadonlySet<number>,
): { isUnavailable: boolean[]; broken: Map<number, Requirement[]> } {
  const isUnavailable = new Array<boolean>(graph.slugs.length).fill(false)
  const missing = new Map<Requirement, number>()
  const broken = new Map<number, Requirement[]>()
  const queue = [...down]
  for (const node of queue) isUnavailable[node] = true
  for (const node of queue) {
    for (const requirement of graph.requiredBy[node] ?? []) {
      const before = missing.get(requirement) ?? 0
      const now = before + weightOf(requirement, node)
      missing.set(requirement, now)
      if (isBroken(requirement, before) || !isBroken(requirement, now)) continue
      const needs = broken.get(requirement.owner)
      if (needs === undefined) broken.set(requirement.owner, [requirement])
      else needs.push(requirement)
      if (isUnavailable[requirement.owner] === true) continue
      isUnavailable[requirement.owner] = true
      queue.push(requirement.owner)
    }
  }
  return { isUnavailable, broken }
}

function weightOf(requirement: Requirement, member: number): number {
  return requirement.weights[requirement.members.indexOf(member)] ?? 0
}

function isBroken(requirement: Requirement, missing: number): boolean {
  return requirement.total - missing < requirement.required - weightTolerance
}

interface Search {
  readonly graph: DependencyGraph
  readonly down: ReadonlySet<number>
  readonly broken: ReadonlyMap<number, readonly Requirement[]>
  readonly isUnavailable: readonly boolean[]
  /** Marks who was met in the search that began at which node, so that no set is made for each. */
  readonly seenFrom: number[]
}

/** Walks from a node along its unmet requirements, one step at a time, and collects the down nodes it meets. */
function causesOf(start: number, search: Search): readonly number[] {
  const { graph, down, broken, isUnavailable, seenFrom } = search
  const isInLoopWith = (other: number): boolean =>
    down.has(start) && graph.component[other] === graph.component[start]
  const causes: number[] = []
  seenFrom[start] = start
  for (let level = [start]; level.length > 0; ) {
    const next: number[] = []
    for (const requirement of level.flatMap((node) => broken.get(node) ?? [])) {
      for (const member of requirement.members) {
        if (isUnavailable[member] !== true || seenFrom[member] === start) continue
        seenFrom[member] = start
        next.push(member)
      }
    }
    level = next.sort((one, other) => one - other)
    causes.push(...level.filter((node) => down.has(node) && !isInLoopWith(node)))
  }
  return causes
}
