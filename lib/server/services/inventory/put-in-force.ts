import { createHash } from 'node:crypto'
import { actorName } from '@/lib/core/auth/role'
import { AppError } from '@/lib/core/errors/app-error'
import { canonicalJson } from '@/lib/core/inventory/canonical-json'
import type { Inventory } from '@/lib/core/inventory/inventory'
import { type InventoryPlan, planInventory } from '@/lib/core/inventory/plan-inventory'
import type { DatabaseTransaction } from '@/lib/server/db/prisma'
import { recordAudit } from '@/lib/server/repositories/audit.repository'
import { appendEvents } from '@/lib/server/repositories/event.repository'
import {
  findCurrentRevision,
  insertRevision,
  syncProbes,
} from '@/lib/server/repositories/inventory.repository'
import type { ServiceContext } from '@/lib/server/services/service-context'

export interface AppliedInventory {
  /** The revision in force now. */
  readonly revision: number
  /** False when the inventory was in force already: then there is no new revision. */
  readonly isChanged: boolean
  readonly plan: InventoryPlan
}

export interface PutInForce {
  readonly inventory: Inventory
  readonly message: string
  /** The revision that was planned on; when another has come meanwhile, nothing is changed. */
  readonly baseRevision?: number | undefined
  /** The import that it comes from, for the audit log. */
  readonly from?: Readonly<Record<string, string | number | null>>
}

/**
 * Makes an inventory the one in force: a revision, its probes, one audit entry and the events. The caller has
 * checked the role and holds the inventory's lock.
 */
export async function putInForce(
  transaction: DatabaseTransaction,
  context: ServiceContext,
  { inventory, message, baseRevision, from }: PutInForce,
): Promise<AppliedInventory> {
  const current = await findCurrentRevision(transaction)
  const base = current?.revision ?? 0
  refuseStalePlan(baseRevision, base)
  const plan = planInventory(current?.inventory ?? null, inventory)
  if (plan.changes.length === 0) return { revision: base, isChanged: false, plan }
  const at = new Date(context.clock.nowMs())
  const contentHash = createHash('sha256').update(canonicalJson(inventory)).digest('hex')
  const actor = actorName(context.actor)
  const revision = await insertRevision(transaction, { inventory, contentHash, actor, message, at })
  const kinds = await syncProbes(transaction, inventory, at)
  const { added, changed, removed } = plan
  await recordAudit(transaction, context, {
    action: 'inventory.apply',
    subject: `inventory/${inventory.estate.slug}`,
    before: current ? { revision: base, contentHash: current.contentHash } : { revision: 0 },
    after: { ...from, revision, contentHash, message, added, changed, removed },
  })
  const forgotten = kinds.length === 0 ? [] : [{ kind: 'facts-changed', kinds } as const]
  await appendEvents(transaction, [{ kind: 'inventory-applied', revision }, ...forgotten])
  return { revision, isChanged: true, plan }
}

function refuseStalePlan(planned: number | undefined, inForce: number): void {
  if (planned === undefined || planned === inForce) return
  throw new AppError(
    'conflict',
    `The plan was made on revision ${planned}; revision ${inForce} is in force now. Plan again.`,
  )
}
