import type { NodeDetails } from '@/lib/core/api/nodes'
import { AppError } from '@/lib/core/errors/app-error'
import { projectTopology } from '@/lib/core/topology/project-topology'
import { healthWire } from '@/lib/core/topology/to-topology-wire'
import type { LinkView } from '@/lib/core/topology/topology'
import { findOpenAcknowledgement } from '@/lib/server/repositories/acknowledgement.repository'
import { listWindows } from '@/lib/server/repositories/maintenance.repository'
import { toAcknowledgementWire } from '@/lib/server/services/acknowledgements/acknowledgement-wire'
import { currentInventory } from '@/lib/server/services/inventory/current-inventory'
import { toMaintenanceWire } from '@/lib/server/services/maintenance/maintenance-wire'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { loadObserved } from '@/lib/server/services/topology/load-observed'
import { toProbeWire } from './probe-wire'

/** One node with its probes' evidence, links and plans. Throws `not-found` for a slug that is not declared. */
export async function getNode(context: ServiceContext, slug: string): Promise<NodeDetails> {
  requireRole(context, 'auditor')
  const { inventory, revision } = await currentInventory(context.database)
  const nowMs = context.clock.nowMs()
  const observed = await loadObserved(context.database, nowMs)
  const topology = projectTopology(inventory, observed)
  const view = topology.nodes.find(({ node }) => node.slug === slug)
  if (!view) throw new AppError('not-found', `The inventory has no node ${slug}.`)
  const [windows, acknowledgement] = await Promise.all([
    listWindows(context.database, { now: new Date(nowMs), nodeSlug: slug }),
    findOpenAcknowledgement(context.database, slug),
  ])
  const { probes, ...declared } = view.node
  return {
    revision,
    generatedAt: new Date(nowMs).toISOString(),
    declared,
    health: healthWire(view.health),
    impactedBy: [...view.impactedBy],
    impacts: [...view.impacts],
    rootCause: view.isRootCause,
    probes: probes.map((probe) => toProbeWire(view.node, probe, observed)),
    links: topology.links.flatMap((link) => neighbour(link, slug)),
    ports: inventory.ports.filter((port) => port.targets.includes(slug)),
    maintenance: windows.map(toMaintenanceWire),
    acknowledgement: acknowledgement ? toAcknowledgementWire(acknowledgement) : null,
  }
}

function neighbour({ link, health, figures }: LinkView, slug: string): NodeDetails['links'] {
  if (link.source !== slug && link.target !== slug) return []
  const isOut = link.source === slug
  return [
    {
      id: link.id,
      kind: link.kind,
      direction: isOut ? 'out' : 'in',
      node: isOut ? link.target : link.source,
      port: link.port ?? null,
      protocol: link.protocol ?? null,
      encryption: link.encryption ?? null,
      label: link.label ?? null,
      health: healthWire(health),
      figures: { ...figures },
    },
  ]
}
