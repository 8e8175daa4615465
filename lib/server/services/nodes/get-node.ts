import type { NodeDetails, ProbeWire } from '@/lib/core/api/nodes'
import { AppError } from '@/lib/core/errors/app-error'
import { defaultProbePolicy, type ProbeHealth } from '@/lib/core/health/health-state'
import { healthAt } from '@/lib/core/health/stale'
import type { InventoryNode } from '@/lib/core/inventory/node'
import { projectTopology } from '@/lib/core/topology/project-topology'
import { healthWire } from '@/lib/core/topology/to-topology-wire'
import type { LinkView, Observed } from '@/lib/core/topology/topology'
import { findNodePlans } from '@/lib/server/repositories/node-plans.repository'
import { currentInventory } from '@/lib/server/services/inventory/current-inventory'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { loadObserved } from '@/lib/server/services/topology/load-observed'

/** One node with its probes' evidence, links and plans. Throws `not-found` for a slug that is not declared. */
export async function getNode(context: ServiceContext, slug: string): Promise<NodeDetails> {
  requireRole(context, 'auditor')
  const { inventory, revision } = await currentInventory(context.database)
  const nowMs = context.clock.nowMs()
  const observed = await loadObserved(context.database, nowMs)
  const topology = projectTopology(inventory, observed)
  const view = topology.nodes.find(({ node }) => node.slug === slug)
  if (!view) throw new AppError('not-found', `The inventory has no node ${slug}.`)
  const plans = await findNodePlans(context.database, slug, new Date(nowMs))
  const { probes, ...declared } = view.node
  return {
    revision,
    generatedAt: new Date(nowMs).toISOString(),
    declared,
    health: healthWire(view.health),
    impactedBy: [...view.impactedBy],
    impacts: [...view.impacts],
    rootCause: view.isRootCause,
    probes: probes.map((probe) => toProbeWire(slug, probe, observed)),
    links: topology.links.flatMap((link) => neighbour(link, slug)),
    ports: inventory.ports.filter((port) => port.targets.includes(slug)),
    maintenance: plans.maintenance.map((window) => ({
      id: window.id,
      node: window.nodeSlug,
      startsAt: window.startsAt.toISOString(),
      endsAt: window.endsAt.toISOString(),
      endedAt: null,
      reason: window.reason,
      createdBy: window.createdBy,
      createdAt: window.createdAt.toISOString(),
    })),
    acknowledgement: plans.acknowledgement && {
      id: plans.acknowledgement.id,
      node: plans.acknowledgement.nodeSlug,
      note: plans.acknowledgement.note,
      acknowledgedBy: plans.acknowledgement.acknowledgedBy,
      acknowledgedAt: plans.acknowledgement.acknowledgedAt.toISOString(),
    },
  }
}

function toProbeWire(slug: string, probe: InventoryNode['probes'][number], observed: Observed): ProbeWire {
  const state = observed.probes.get(`${slug}/${probe.key}`)
  const { intervalSeconds = defaultProbePolicy.intervalSeconds } = probe.policy
  const { failureThreshold = defaultProbePolicy.failureThreshold } = probe.policy
  const health = state?.health ?? null
  return {
    slug: `${slug}/${probe.key}`,
    key: probe.key,
    kind: probe.kind,
    title: probe.title ?? probe.key,
    importance: probe.importance,
    health: probeHealthWire(health, observed.nowMs),
    failures: { count: health?.soft?.count ?? 0, threshold: failureThreshold },
    intervalSeconds,
    evidence: [...(state?.evidence ?? [])],
    figures: { ...state?.figures },
    workerId: state?.workerId ?? null,
    observesLinks: [...(probe.observesLinks ?? [])],
  }
}

function probeHealthWire(health: ProbeHealth | null, nowMs: number): ProbeWire['health'] {
  const none = {
    since: null,
    observedAt: null,
    validUntil: null,
    stale: false,
    suspect: false,
    flapping: false,
  }
  if (health === null) return { ...none, status: 'unknown', reason: 'not observed yet' }
  const now = healthAt(health, nowMs)
  return {
    status: now.status,
    since: new Date(now.sinceMs).toISOString(),
    observedAt: new Date(health.observedAtMs).toISOString(),
    validUntil: new Date(health.validUntilMs).toISOString(),
    reason: now.reason,
    stale: nowMs > health.validUntilMs,
    suspect: health.soft !== null,
    flapping: health.isFlapping,
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
