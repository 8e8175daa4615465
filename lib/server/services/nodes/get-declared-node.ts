import { AppError } from '@/lib/core/errors/app-error'
import type { InventoryNode } from '@/lib/core/inventory/node'
import type { Database } from '@/lib/server/db/prisma'
import { currentInventory } from '@/lib/server/services/inventory/current-inventory'

/** Throws `not-found` for a slug that the inventory in force does not have. */
export async function getDeclaredNode(database: Database, slug: string): Promise<InventoryNode> {
  const { inventory } = await currentInventory(database)
  const node = inventory.nodes.find((candidate) => candidate.slug === slug)
  if (!node) throw new AppError('not-found', `The inventory has no node ${slug}.`)
  return node
}
