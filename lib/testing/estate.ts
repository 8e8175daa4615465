import {
  defaultProbePolicy,
  type ProbeHealth,
  type SoftState,
  type VerdictStatus,
} from '@/lib/core/health/health-state'
import { validUntilMs } from '@/lib/core/health/valid-until'
import { type Inventory, type InventoryInput, inventorySchema } from '@/lib/core/inventory/inventory'
import { probeSlug } from '@/lib/core/topology/node-health'
import type { Observed, ObservedProbe } from '@/lib/core/topology/topology'

export const nowMs = Date.UTC(2026, 10, 24, 3, 0, 0)

type NodeInput = Partial<InventoryInput['nodes'][number]> & { slug: string }
type LinkInput = Partial<InventoryInput['links'][number]> & { source: string; target: string }
type GroupInput = Pick<InventoryInput['groups'][number], 'slug' | 'policy'> & { members?: string[] }

/** A small estate. A node has one major probe, called `tcp`, unless it says otherwise. */
export function estate(parts: {
  nodes: readonly (NodeInput | string)[]
  links?: readonly LinkInput[]
  groups?: readonly GroupInput[]
}): Inventory {
  const specifiedIn = ['test']
  return inventorySchema.parse({
    version: 1,
    estate: { slug: 'small', name: 'Small', environment: 'test' },
    zones: [],
    regions: [],
    groups: (parts.groups ?? []).map((group) => ({ name: group.slug, specifiedIn, ...group })),
    nodes: parts.nodes.map((node) => {
      const given = typeof node === 'string' ? { slug: node } : node
      return {
        name: given.slug,
        kind: 'application',
        probes: [{ key: 'tcp', kind: 'tcp' }],
        specifiedIn,
        ...given,
      }
    }),
    links: (parts.links ?? []).map((link, index) => ({
      id: `${link.source}-${link.target}-${index}`,
      kind: 'traffic',
      specifiedIn,
      ...link,
    })),
    views: [],
  } satisfies InventoryInput)
}

/** The health of a probe that was observed a second ago and has been so for a minute. */
export function probeHealth(status: VerdictStatus, changes: Partial<ProbeHealth> = {}): ProbeHealth {
  const none = { count: 0, sinceMs: 0 }
  const observedAtMs = nowMs - 1_000
  return {
    status,
    sinceMs: nowMs - 60_000,
    reason: `it is ${status}`,
    soft: null,
    observedAtMs,
    lastFinishedAtMs: observedAtMs,
    validUntilMs: validUntilMs(observedAtMs, defaultProbePolicy),
    isFlapping: false,
    flapPercent: 0,
    recent: [],
    failingSinceMs: status === 'down' ? nowMs - 66_000 : null,
    runs: { healthy: none, working: none, unhealthy: none, down: none, unknown: none },
    ...changes,
  }
}

/** A first failure that is being checked. */
export function doubt(status: VerdictStatus = 'down'): SoftState {
  return { status, count: 1, sinceMs: nowMs - 1_000, reason: `it may be ${status}`, isQuick: false }
}

/**
 * Everything healthy and fresh, but for the probes named: `node`, for all of its probes, or `node/probe`.
 */
export function observed(
  inventory: Inventory,
  exceptions: Readonly<Record<string, VerdictStatus | Partial<ProbeHealth> | null>> = {},
  changes: Partial<Omit<Observed, 'probes'>> = {},
): Observed {
  const probes = new Map<string, ObservedProbe>()
  for (const node of inventory.nodes) {
    for (const probe of node.probes) {
      const slug = probeSlug(node, probe)
      const given = exceptions[slug] ?? exceptions[node.slug] ?? 'healthy'
      const isUnseen = exceptions[slug] === null || exceptions[node.slug] === null
      const health =
        typeof given === 'string' ? probeHealth(given) : probeHealth(given.status ?? 'healthy', given)
      probes.set(slug, {
        slug,
        workerId: 'worker-a',
        health: isUnseen ? null : health,
        evidence: [],
        figures: {},
      })
    }
  }
  return {
    nowMs,
    probes,
    maintenance: new Map(),
    workers: [{ id: 'worker-a', heartbeatAtMs: nowMs - 1_000, leaseUntilMs: nowMs + 10_000 }],
    ...changes,
  }
}
