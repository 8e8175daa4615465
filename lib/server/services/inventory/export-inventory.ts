import { formatInventory } from '@/lib/server/inventory-files/format-inventory'
import type { ServiceContext } from '@/lib/server/services/service-context'
import { getInventory } from './get-inventory'

export interface ExportedInventory {
  readonly revision: number
  /** Canonical YAML; applying it again changes nothing. */
  readonly text: string
}

/** The inventory in force, or an earlier revision, as a file. Needs the role that reading needs. */
export async function exportInventory(
  context: ServiceContext,
  revision?: number,
): Promise<ExportedInventory> {
  const stored = await getInventory(context, revision)
  return { revision: stored.revision, text: formatInventory(stored.inventory) }
}
