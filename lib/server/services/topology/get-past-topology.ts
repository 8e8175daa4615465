import { AppError } from '@/lib/core/errors/app-error'
import { pastObserved } from '@/lib/core/topology/past-observed'
import { projectTopology } from '@/lib/core/topology/project-topology'
import { toTopologyWire } from '@/lib/core/topology/to-topology-wire'
import type { HealthWire, TopologyWire } from '@/lib/core/topology/topology-wire'
import { listNodeChangesAt } from '@/lib/server/repositories/history.repository'
import { findRevisionAt } from '@/lib/server/repositories/inventory.repository'
import { maintenanceAt } from '@/lib/server/repositories/maintenance.repository'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'

/** The estate as it was: the revision of then with the health of then. Throws `not-found` before the first. */
export async function getPastTopology(context: ServiceContext, at: Date): Promise<TopologyWire> {
  requireRole(context, 'auditor')
  const { database, clock } = context
  if (at.getTime() > clock.nowMs()) throw new AppError('bad-input', 'This instant is yet to come.')
  const stored = await findRevisionAt(database, at)
  if (!stored) throw new AppError('not-found', 'No inventory was in force at that time.')
  const { inventory, revision } = stored
  const probed = inventory.nodes.filter(({ probes }) => probes.length > 0).map(({ slug }) => slug)
  const [changes, maintenance] = await Promise.all([
    listNodeChangesAt(database, probed, at),
    maintenanceAt(database, at),
  ])
  const observed = pastObserved(inventory, { atMs: at.getTime(), changes, maintenance })
  const wire = toTopologyWire(projectTopology(inventory, observed), inventory, revision)
  return { ...wire, nodes: wire.nodes.map((node) => ({ ...node, health: ofThen(node, changes) })) }
}

/** The past does not expire, and its reasons are those that were given then. */
function ofThen(
  { slug, health }: TopologyWire['nodes'][number],
  changes: ReadonlyMap<string, { readonly reason: string }>,
): HealthWire {
  const reason = health.status === 'maintenance' ? undefined : changes.get(slug)?.reason
  return { ...health, validUntil: null, reason: reason ?? health.reason }
}
