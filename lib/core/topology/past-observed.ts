import { defaultProbePolicy, type ProbeHealth } from '@/lib/core/health/health-state'
import type { HealthChange } from '@/lib/core/health/history'
import type { Inventory } from '@/lib/core/inventory/inventory'
import { probeSlug } from './node-health'
import type { Observed, ObservedProbe } from './topology'

interface PastFacts {
  readonly atMs: number
  /** The newest change of each node before then; only of nodes that were looked at about then. */
  readonly changes: ReadonlyMap<string, HealthChange>
  readonly maintenance: ReadonlyMap<string, string>
}

/**
 * What was known at an instant of the past, as far as it was kept: the health of nodes, of which all their
 * probes are taken to have told. Evidence is not kept, and links have no history of their own.
 */
export function pastObserved(inventory: Inventory, { atMs, changes, maintenance }: PastFacts): Observed {
  const probes = inventory.nodes.flatMap((node): [string, ObservedProbe][] => {
    const change = changes.get(node.slug)
    if (!change) return []
    return node.probes
      .filter((probe) => probe.observesLinks === undefined)
      .map((probe) => {
        const slug = probeSlug(node, probe)
        const health = settledHealth(change, atMs)
        return [slug, { slug, workerId: recorder, health, evidence: [], figures: {} }]
      })
  })
  const workers = [{ id: recorder, heartbeatAtMs: atMs, leaseUntilMs: atMs }]
  return { nowMs: atMs, probes: new Map(probes), maintenance, workers }
}

/** Whether its probers lived is not what is asked of the past: nodes that nobody saw are unknown one by one. */
const recorder = 'history'

function settledHealth({ status, atMs: sinceMs, reason }: HealthChange, atMs: number): ProbeHealth {
  const none = { count: 0, sinceMs: 0 }
  return {
    status: status === 'maintenance' ? 'unknown' : status,
    sinceMs,
    reason,
    soft: null,
    observedAtMs: atMs,
    lastFinishedAtMs: atMs,
    validUntilMs: atMs + defaultProbePolicy.graceSeconds * 1000,
    isFlapping: false,
    flapPercent: 0,
    recent: [],
    failingSinceMs: status === 'healthy' ? null : sinceMs,
    runs: { healthy: none, working: none, unhealthy: none, down: none, unknown: none },
  }
}
