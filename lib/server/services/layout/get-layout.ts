import { toInstant } from '@/lib/core/api/instant'
import type { LayoutWire } from '@/lib/core/api/layouts'
import { AppError } from '@/lib/core/errors/app-error'
import type { Database, DatabaseTransaction } from '@/lib/server/db/prisma'
import { listPositions } from '@/lib/server/repositories/layout.repository'
import { currentInventory } from '@/lib/server/services/inventory/current-inventory'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'

/** Where people have put nodes. Throws `not-found` for a view that the inventory does not have. */
export async function getLayout(context: ServiceContext, view: string): Promise<LayoutWire> {
  requireRole(context, 'auditor')
  await getDeclaredView(context.database, view)
  return readLayout(context.database, view)
}

export async function getDeclaredView(database: Database, slug: string) {
  const { inventory } = await currentInventory(database)
  const view = inventory.views.find((candidate) => candidate.slug === slug)
  if (!view) throw new AppError('not-found', `The inventory has no view ${slug}.`)
  return { view, nodes: new Set(inventory.nodes.map((node) => node.slug)) }
}

export async function readLayout(access: Database | DatabaseTransaction, view: string): Promise<LayoutWire> {
  const stored = await listPositions(access, view)
  const positions = stored.map(({ movedAtMs, ...position }) => ({
    ...position,
    movedAt: toInstant(movedAtMs),
  }))
  return { view, positions }
}
