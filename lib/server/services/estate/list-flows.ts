import { currentInventory } from '@/lib/server/services/inventory/current-inventory'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'

export async function listFlows(context: ServiceContext) {
  requireRole(context, 'auditor')
  const { inventory, revision } = await currentInventory(context.database)
  const flows = inventory.flows.map(({ slug, name, request, participants }) => ({
    slug,
    name,
    request: request ?? null,
    participants: participants.map((part) => ({ name: part.name, nodes: part.nodes })),
  }))
  return { revision, flows }
}
