import { AppError } from '@/lib/core/errors/app-error'
import type { Database } from '@/lib/server/db/prisma'
import {
  currentRevisionNumber,
  findCurrentRevision,
  type StoredRevision,
} from '@/lib/server/repositories/inventory.repository'

/** A revision never changes, so the parsed one is kept until another is in force. */
const kept = new WeakMap<Database, StoredRevision>()

/** The inventory in force, parsed once a revision. Throws `not-found` before the first. */
export async function currentInventory(database: Database): Promise<StoredRevision> {
  const known = kept.get(database)
  const revision = await currentRevisionNumber(database)
  if (known?.revision === revision) return known
  const stored = await findCurrentRevision(database)
  if (!stored) throw new AppError('not-found', 'No inventory is in force yet. Apply one first.')
  kept.set(database, stored)
  return stored
}
