import type { EstateLink, EstateNode, NodeState, Structure } from '@/lib/client/live/estate'
import type { InventoryView } from '@/lib/core/inventory/view'
import type { HealthView } from '@/lib/core/topology/topology'

/** Parts of an estate as the browser holds it, with everything that a test does not name filled in. */
export function makeEstateNode(slug: string, part: Partial<EstateNode> = {}): EstateNode {
  return {
    slug,
    name: slug,
    kind: 'application',
    role: null,
    description: null,
    zone: null,
    region: null,
    group: null,
    rollsUp: null,
    lifecycle: 'active',
    features: [],
    address: null,
    ...part,
  }
}

export function makeEstateLink(source: string, target: string, part: Partial<EstateLink> = {}): EstateLink {
  return {
    id: `${source}-to-${target}`,
    source,
    target,
    kind: 'traffic',
    port: null,
    protocol: null,
    encryption: null,
    weight: null,
    label: null,
    views: null,
    ...part,
  }
}

export function makeHealth(part: Partial<HealthView> = {}): HealthView {
  return {
    status: 'healthy',
    sinceMs: 0,
    observedAtMs: 0,
    validUntilMs: 30_000,
    reason: 'answers in 4 ms',
    isStale: false,
    isFlapping: false,
    isSuspect: false,
    ...part,
  }
}

export function makeNodeState(
  health: Partial<HealthView> = {},
  part: Partial<Omit<NodeState, 'health'>> = {},
): NodeState {
  return {
    health: makeHealth(health),
    measured: 'healthy',
    impactedBy: [],
    impacts: [],
    isRootCause: false,
    keyFigure: null,
    ...part,
  }
}

export function makeView(part: Partial<InventoryView> = {}): InventoryView {
  return {
    slug: 'zones',
    name: 'Zones',
    question: 'Which zone may reach which?',
    containers: 'zone',
    nodes: 'all',
    layoutLinks: ['traffic'],
    contextLinks: [],
    direction: 'down',
    specifiedIn: ['Network Segmentation'],
    ...part,
  }
}

export function makeStructure(part: Partial<Structure> = {}): Structure {
  return {
    revision: 1,
    estate: { name: 'estate', environment: 'test' },
    nodes: [],
    links: [],
    zones: [],
    regions: [],
    groups: [],
    views: [makeView()],
    ...part,
  }
}
