import { type InventoryPlan, planInventory } from '@/lib/core/inventory/plan-inventory'
import { findCurrentRevision } from '@/lib/server/repositories/inventory.repository'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { type InventoryText, readInventoryText } from './inventory-text'

export interface PlannedInventory {
  /** The revision that the plan starts from, 0 when there is none; apply takes it to refuse a stale plan. */
  readonly baseRevision: number
  readonly plan: InventoryPlan
}

/** What applying the text would change. Throws `bad-input` with every problem, each with line and remedy. */
export async function planInventoryText(
  context: ServiceContext,
  input: InventoryText,
): Promise<PlannedInventory> {
  requireRole(context, 'admin')
  const inventory = readInventoryText(input)
  const current = await findCurrentRevision(context.database)
  return {
    baseRevision: current?.revision ?? 0,
    plan: planInventory(current?.inventory ?? null, inventory),
  }
}
