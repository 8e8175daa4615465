import { AppError } from '@/lib/core/errors/app-error'
import { toTopologyWire } from '@/lib/core/topology/to-topology-wire'
import { whatIf as assume } from '@/lib/core/topology/what-if'
import { currentInventory } from '@/lib/server/services/inventory/current-inventory'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { loadObserved } from './load-observed'

/** What would follow if the nodes failed now. Throws `not-found` naming those that do not exist. */
export async function whatIf(context: ServiceContext, fail: readonly string[]) {
  requireRole(context, 'auditor')
  const { inventory, revision } = await currentInventory(context.database)
  const known = new Set(inventory.nodes.map(({ slug }) => slug))
  const missing = fail.filter((slug) => !known.has(slug))
  if (missing.length > 0) throw new AppError('not-found', `There is no node ${missing.join(', ')}.`)
  const observed = await loadObserved(context.database, context.clock.nowMs())
  const assumed = new Map(fail.map((slug) => [slug, 'down' as const]))
  const { view, cutOff, newlyCutOff } = assume(inventory, observed, assumed)
  return {
    assumed: [...assumed.keys()],
    cutOff: [...cutOff],
    newlyCutOff: [...newlyCutOff],
    topology: toTopologyWire(view, inventory, revision),
  }
}
