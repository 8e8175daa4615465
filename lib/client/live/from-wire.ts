import { healthFromWire } from '@/lib/core/topology/to-topology-wire'
import type { Cause } from '@/lib/core/topology/topology'
import type {
  CauseWire,
  LinkStateWire,
  NodeStateWire,
  TopologyPatchWire,
  TopologyWire,
} from '@/lib/core/topology/topology-wire'
import type { LinkState, NodeState, Observed, Patch, Structure } from './estate'

/** The declared half of an answer: what the map is drawn from. */
export function structureFromWire(wire: TopologyWire): Structure {
  const { revision, estate, nodes, links, zones, regions, groups, views } = wire
  return { revision, estate, nodes, links, zones, regions, groups, views }
}

/** The observed half of an answer. */
export function observedFromWire(wire: TopologyWire): Observed {
  return {
    generatedAtMs: Date.parse(wire.generatedAt),
    nodes: nodeStates(wire.nodes),
    links: linkStates(wire.links),
    causes: wire.causes.map(causeFromWire),
  }
}

export function patchFromWire(wire: TopologyPatchWire): Patch {
  return {
    generatedAtMs: Date.parse(wire.generatedAt),
    nodes: nodeStates(wire.nodes),
    links: linkStates(wire.links),
    causes: wire.causes?.map(causeFromWire) ?? null,
  }
}

function nodeStates(nodes: readonly NodeStateWire[]): ReadonlyMap<string, NodeState> {
  return new Map(
    nodes.map((node) => [
      node.slug,
      {
        health: healthFromWire(node.health),
        measured: node.measured,
        impactedBy: node.impactedBy,
        impacts: node.impacts,
        isRootCause: node.rootCause,
        keyFigure: node.keyFigure,
      },
    ]),
  )
}

function linkStates(links: readonly LinkStateWire[]): ReadonlyMap<string, LinkState> {
  return new Map(
    links.map((link) => [link.id, { health: healthFromWire(link.health), figures: link.figures }]),
  )
}

function causeFromWire(cause: CauseWire): Cause {
  switch (cause.kind) {
    case 'node':
      return { ...cause, sinceMs: Date.parse(cause.since) }
    case 'prober-down':
      return { ...cause, sinceMs: cause.since === null ? null : Date.parse(cause.since) }
  }
}
