import { defaultEntryPoints, singlePointsOfFailure } from '@/lib/core/topology/single-points-of-failure'
import { currentInventory } from '@/lib/server/services/inventory/current-inventory'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'

/** Which nodes, each alone, can cut off the people or the outermost service. */
export async function listSinglePointsOfFailure(context: ServiceContext) {
  requireRole(context, 'auditor')
  const { inventory } = await currentInventory(context.database)
  const entryPoints = defaultEntryPoints(inventory)
  const nodes = singlePointsOfFailure(inventory, entryPoints).map(({ slug, cutsOff, impacts }) => ({
    slug,
    cutsOff: [...cutsOff],
    impacts: [...impacts],
  }))
  return { entryPoints: [...entryPoints], nodes }
}
