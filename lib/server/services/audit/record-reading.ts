import { actorName } from '@/lib/core/auth/role'
import { inTransaction } from '@/lib/server/db/in-transaction'
import { recordAudit } from '@/lib/server/repositories/audit.repository'
import { hasEntrySince } from '@/lib/server/repositories/audit-list.repository'
import type { ServiceContext } from '@/lib/server/services/service-context'

export const AUDIT_READ = 'audit.read'

const HOUR_MS = 3_600_000

/**
 * Reading the audit log is an entry of it (PCI DSS 10.2.1.3): one an actor and hour, so that a page which looks again
 * and again does not fill the log with itself. What is verified by the system has a longer window.
 */
export async function recordReading(context: ServiceContext, windowMs = HOUR_MS): Promise<void> {
  const { database, actor, clock } = context
  const since = new Date(clock.nowMs() - windowMs)
  const entry = { action: AUDIT_READ, subject: 'audit' }
  if (await hasEntrySince(database, { ...entry, actor: actorName(actor), since })) return
  await inTransaction(database, (transaction) => recordAudit(transaction, context, entry))
}
