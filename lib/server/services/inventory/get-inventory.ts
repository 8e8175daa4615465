import { AppError } from '@/lib/core/errors/app-error'
import {
  findCurrentRevision,
  findRevision,
  type StoredRevision,
} from '@/lib/server/repositories/inventory.repository'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'

/** The inventory in force, or an earlier revision of it. Throws `not-found` when there is none. */
export async function getInventory(context: ServiceContext, revision?: number): Promise<StoredRevision> {
  requireRole(context, 'auditor')
  const stored = await (revision === undefined
    ? findCurrentRevision(context.database)
    : findRevision(context.database, revision))
  if (stored) return stored
  throw new AppError(
    'not-found',
    revision === undefined
      ? 'No inventory is in force yet. Apply one: npm run inventory -- apply FILE'
      : `There is no revision ${revision} of the inventory.`,
  )
}
