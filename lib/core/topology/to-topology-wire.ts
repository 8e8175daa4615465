import type { Inventory } from '@/lib/core/inventory/inventory'
import type { TopologyDifference } from './diff-topology'
import { groupMembers } from './group-members'
import type { Cause, HealthView, LinkView, NodeView, TopologyView } from './topology'
import type {
  CauseWire,
  HealthWire,
  LinkStateWire,
  NodeStateWire,
  TopologyPatchWire,
  TopologyWire,
} from './topology-wire'

/** The topology as `GET topology` answers it. */
export function toTopologyWire(view: TopologyView, inventory: Inventory, revision: number): TopologyWire {
  const members = groupMembers(inventory)
  return {
    revision,
    generatedAt: toInstant(view.generatedAtMs),
    estate: inventory.estate,
    nodes: view.nodes.map(nodeWire),
    links: view.links.map(linkWire),
    causes: view.causes.map(causeWire),
    views: inventory.views,
    zones: inventory.zones.map(placeWire),
    regions: inventory.regions.map(placeWire),
    groups: inventory.groups.map((group) => ({
      ...placeWire(group),
      policy: group.policy,
      members: [...(members.get(group.slug) ?? [])],
    })),
  }
}

/** A difference as the event stream carries it. */
export function toPatchWire(difference: TopologyDifference, generatedAtMs: number): TopologyPatchWire {
  return {
    generatedAt: toInstant(generatedAtMs),
    nodes: difference.nodes.map(nodeStateWire),
    links: difference.links.map(linkStateWire),
    causes: difference.causes === null ? null : difference.causes.map(causeWire),
  }
}

/** The wire form of a health, read back. */
export function healthFromWire(wire: HealthWire): HealthView {
  return {
    status: wire.status,
    sinceMs: fromInstant(wire.since),
    observedAtMs: fromInstant(wire.observedAt),
    validUntilMs: fromInstant(wire.validUntil),
    reason: wire.reason,
    isStale: wire.stale,
    isSuspect: wire.suspect,
    isFlapping: wire.flapping,
  }
}

export function healthWire(health: HealthView): HealthWire {
  return {
    status: health.status,
    since: toInstantOrNull(health.sinceMs),
    observedAt: toInstantOrNull(health.observedAtMs),
    validUntil: toInstantOrNull(health.validUntilMs),
    reason: health.reason,
    stale: health.isStale,
    suspect: health.isSuspect,
    flapping: health.isFlapping,
  }
}

function nodeStateWire(view: NodeView): NodeStateWire {
  return {
    slug: view.node.slug,
    health: healthWire(view.health),
    measured: view.measured.status,
    impactedBy: [...view.impactedBy],
    impacts: [...view.impacts],
    rootCause: view.isRootCause,
    symptomOf: [...view.symptomOf],
    keyFigure: view.keyFigure,
  }
}

function nodeWire(view: NodeView): TopologyWire['nodes'][number] {
  const { node } = view
  return {
    ...nodeStateWire(view),
    name: node.name,
    kind: node.kind,
    role: node.role ?? null,
    description: node.description ?? null,
    zone: node.zone ?? null,
    region: node.region ?? null,
    group: node.group ?? null,
    rollsUp: node.rollsUp ?? null,
    lifecycle: node.lifecycle,
    address: node.address ?? null,
    features: node.features,
  }
}

function linkStateWire(view: LinkView): LinkStateWire {
  return { id: view.link.id, health: healthWire(view.health), figures: { ...view.figures } }
}

function linkWire(view: LinkView): TopologyWire['links'][number] {
  const { link } = view
  return {
    ...linkStateWire(view),
    source: link.source,
    target: link.target,
    kind: link.kind,
    port: link.port ?? null,
    protocol: link.protocol ?? null,
    encryption: link.encryption ?? null,
    weight: link.weight ?? null,
    label: link.label ?? null,
    views: link.views ?? null,
  }
}

function causeWire(cause: Cause): CauseWire {
  switch (cause.kind) {
    case 'node':
      return {
        kind: 'node',
        slug: cause.slug,
        since: toInstant(cause.sinceMs),
        impacts: [...cause.impacts],
      }
    case 'prober-down':
      return {
        kind: 'prober-down',
        workerIds: [...cause.workerIds],
        since: toInstantOrNull(cause.sinceMs),
        nodes: [...cause.nodes],
      }
  }
}

function placeWire({ slug, name }: { slug: string; name: string }): { slug: string; name: string } {
  return { slug, name }
}

function toInstant(atMs: number): string {
  return new Date(atMs).toISOString()
}

function toInstantOrNull(atMs: number | null): string | null {
  return atMs === null ? null : toInstant(atMs)
}

function fromInstant(instant: string | null): number | null {
  return instant === null ? null : Date.parse(instant)
}
