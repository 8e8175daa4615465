import { createHash } from 'node:crypto'
import { actorName } from '@/lib/core/auth/role'
import { AppError } from '@/lib/core/errors/app-error'
import { canonicalJson } from '@/lib/core/inventory/canonical-json'
import { type InventoryPlan, planInventory } from '@/lib/core/inventory/plan-inventory'
import { recordAudit } from '@/lib/server/repositories/audit.repository'
import { appendEvents } from '@/lib/server/repositories/event.repository'
import {
  findCurrentRevision,
  insertRevision,
  lockInventory,
  syncProbes,
} from '@/lib/server/repositories/inventory.repository'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { type InventoryText, readInventoryText } from './inventory-text'

const TRANSACTION_DEADLINE_MS = 60_000

export interface ApplyInventory extends InventoryText {
  /** Why, for the revision and the audit log. */
  readonly message: string
  /** The revision that was planned on; when another has come meanwhile, nothing is changed. */
  readonly baseRevision?: number
}

export interface AppliedInventory {
  /** The revision in force now. */
  readonly revision: number
  /** False when the inventory was in force already: then there is no new revision. */
  readonly isChanged: boolean
  readonly plan: InventoryPlan
}

/** Puts an inventory in force: one revision, its probes, one audit entry and one event, or nothing of them. */
export async function applyInventory(
  context: ServiceContext,
  input: ApplyInventory,
): Promise<AppliedInventory> {
  requireRole(context, 'admin')
  const inventory = readInventoryText(input)
  return context.database.$transaction(
    async (transaction) => {
      await lockInventory(transaction)
      const current = await findCurrentRevision(transaction)
      const base = current?.revision ?? 0
      refuseStalePlan(input.baseRevision, base)
      const plan = planInventory(current?.inventory ?? null, inventory)
      if (plan.changes.length === 0) return { revision: base, isChanged: false, plan }
      const at = new Date(context.clock.nowMs())
      const contentHash = createHash('sha256').update(canonicalJson(inventory)).digest('hex')
      const { message } = input
      const actor = actorName(context.actor)
      const revision = await insertRevision(transaction, { inventory, contentHash, actor, message, at })
      const kinds = await syncProbes(transaction, inventory, at)
      const { added, changed, removed } = plan
      await recordAudit(transaction, context, {
        action: 'inventory.apply',
        subject: `inventory/${inventory.estate.slug}`,
        before: current ? { revision: base, contentHash: current.contentHash } : { revision: 0 },
        after: { revision, contentHash, message, added, changed, removed },
      })
      const forgotten = kinds.length === 0 ? [] : [{ kind: 'facts-changed', kinds } as const]
      await appendEvents(transaction, [{ kind: 'inventory-applied', revision }, ...forgotten])
      return { revision, isChanged: true, plan }
    },
    { timeout: TRANSACTION_DEADLINE_MS, maxWait: TRANSACTION_DEADLINE_MS },
  )
}

function refuseStalePlan(planned: number | undefined, inForce: number): void {
  if (planned === undefined || planned === inForce) return
  throw new AppError(
    'conflict',
    `The plan was made on revision ${planned}; revision ${inForce} is in force now. Plan again.`,
  )
}
