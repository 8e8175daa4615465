import { AppError } from '@/lib/core/errors/app-error'
import { projectTopology } from '@/lib/core/topology/project-topology'
import { toTopologyWire } from '@/lib/core/topology/to-topology-wire'
import { topologyOfView } from '@/lib/core/topology/topology-of-view'
import type { TopologyWire } from '@/lib/core/topology/topology-wire'
import { currentInventory } from '@/lib/server/services/inventory/current-inventory'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { getPastTopology } from './get-past-topology'
import { loadObserved } from './load-observed'

interface GetTopology {
  /** Of which only the nodes and links are wanted; all when absent. */
  readonly view?: string | undefined
  /** An instant of the past, ISO 8601; now when absent. */
  readonly at?: string | undefined
}

/** The estate as it is, or was. Throws `not-found` for a view that the inventory does not have. */
export async function getTopology(context: ServiceContext, input: GetTopology): Promise<TopologyWire> {
  requireRole(context, 'auditor')
  const whole = await (input.at === undefined
    ? presentTopology(context)
    : getPastTopology(context, new Date(input.at)))
  return input.view === undefined ? whole : onlyView(whole, input.view)
}

async function presentTopology(context: ServiceContext): Promise<TopologyWire> {
  const { inventory, revision } = await currentInventory(context.database)
  const observed = await loadObserved(context.database, context.clock.nowMs())
  return toTopologyWire(projectTopology(inventory, observed), inventory, revision)
}

function onlyView(whole: TopologyWire, slug: string): TopologyWire {
  const view = whole.views.find((candidate) => candidate.slug === slug)
  if (!view) throw new AppError('not-found', `The inventory has no view ${slug}.`)
  return topologyOfView(whole, view)
}
