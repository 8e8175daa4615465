import { toInstant } from '@/lib/core/api/instant'
import type { ProbeWire } from '@/lib/core/api/nodes'
import type { Inventory } from '@/lib/core/inventory/inventory'
import { projectTopology } from '@/lib/core/topology/project-topology'
import { healthWire } from '@/lib/core/topology/to-topology-wire'
import type { HealthWire } from '@/lib/core/topology/topology-wire'
import { currentInventory } from '@/lib/server/services/inventory/current-inventory'
import { toProbeWire } from '@/lib/server/services/nodes/probe-wire'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { loadObserved } from '@/lib/server/services/topology/load-observed'

export interface Section<Declared> {
  readonly declared: (inventory: Inventory) => Declared
  /** Nodes that the part names. */
  readonly nodes: (declared: Declared) => readonly string[]
  /** Kinds of probe that tell of it. */
  readonly probeKinds: readonly string[]
}

/** One part of the inventory with the health of its nodes and what their probes found. */
export async function readSection<Declared>(context: ServiceContext, section: Section<Declared>) {
  requireRole(context, 'auditor')
  const { inventory, revision } = await currentInventory(context.database)
  const observed = await loadObserved(context.database, context.clock.nowMs())
  const declared = section.declared(inventory)
  const wanted = new Set(section.nodes(declared))
  const views = projectTopology(inventory, observed).nodes.filter(({ node }) => wanted.has(node.slug))
  const health: Record<string, HealthWire> = {}
  for (const view of views) health[view.node.slug] = healthWire(view.health)
  const probes = views.flatMap(({ node }): ProbeWire[] =>
    node.probes
      .filter(({ kind }) => section.probeKinds.includes(kind))
      .map((probe) => toProbeWire(node, probe, observed)),
  )
  return { revision, generatedAt: toInstant(observed.nowMs), declared, health, observed: probes }
}
