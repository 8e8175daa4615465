import { lockInventory } from '@/lib/server/repositories/inventory.repository'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { type InventoryText, readInventoryText } from './inventory-text'
import { type AppliedInventory, putInForce } from './put-in-force'

const TRANSACTION_DEADLINE_MS = 60_000

export interface ApplyInventory extends InventoryText {
  /** Why, for the revision and the audit log. */
  readonly message: string
  /** The revision that was planned on; when another has come meanwhile, nothing is changed. */
  readonly baseRevision?: number
}

/** Puts an inventory in force: one revision, its probes, one audit entry and one event, or nothing of them. */
export async function applyInventory(
  context: ServiceContext,
  input: ApplyInventory,
): Promise<AppliedInventory> {
  requireRole(context, 'admin')
  const inventory = readInventoryText(input)
  const { message, baseRevision } = input
  return context.database.$transaction(
    async (transaction) => {
      await lockInventory(transaction)
      return putInForce(transaction, context, { inventory, message, baseRevision })
    },
    { timeout: TRANSACTION_DEADLINE_MS, maxWait: TRANSACTION_DEADLINE_MS },
  )
}
