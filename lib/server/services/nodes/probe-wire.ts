import { toInstant } from '@/lib/core/api/instant'
import type { ProbeWire } from '@/lib/core/api/nodes'
import { probePolicySchema } from '@/lib/core/health/health-state'
import type { InventoryNode } from '@/lib/core/inventory/node'
import { probePart } from '@/lib/core/topology/health-view'
import { healthWire } from '@/lib/core/topology/to-topology-wire'
import type { Observed } from '@/lib/core/topology/topology'

/** One probe of a node with what it found last. */
export function toProbeWire(
  node: InventoryNode,
  probe: InventoryNode['probes'][number],
  observed: Observed,
): ProbeWire {
  const slug = `${node.slug}/${probe.key}`
  const state = observed.probes.get(slug)
  const { intervalSeconds, failureThreshold } = probePolicySchema.parse(probe.policy)
  const title = probe.title ?? probe.key
  return {
    slug,
    key: probe.key,
    kind: probe.kind,
    title,
    importance: probe.importance,
    health: healthWire(probePart(title, state, observed.nowMs)),
    failures: { count: state?.health?.soft?.count ?? 0, threshold: failureThreshold },
    intervalSeconds,
    evidence: [...(state?.evidence ?? [])],
    evidenceAt: toInstant(state?.health?.lastFinishedAtMs ?? null),
    figures: { ...state?.figures },
    workerId: state?.workerId ?? null,
    observesLinks: [...(probe.observesLinks ?? [])],
  }
}
