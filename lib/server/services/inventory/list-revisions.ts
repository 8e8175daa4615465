import { listRevisions, type RevisionSummary } from '@/lib/server/repositories/inventory.repository'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'

/** The newest revisions of the inventory first, at most `limit`. */
export async function listInventoryRevisions(
  context: ServiceContext,
  limit: number,
): Promise<readonly RevisionSummary[]> {
  requireRole(context, 'auditor')
  return listRevisions(context.database, limit)
}
