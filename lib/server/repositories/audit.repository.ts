import { actorName } from '@/lib/core/auth/role'
import type { DatabaseTransaction } from '@/lib/server/db/prisma'
import type { ServiceContext } from '@/lib/server/services/service-context'
import type { Prisma } from '@/prisma/generated/client'

interface AuditRecord {
  /** `<thing>.<verb>`: `inventory.apply`, `token.revoke`. */
  readonly action: string
  readonly subject: string
  readonly before?: Prisma.InputJsonValue
  readonly after?: Prisma.InputJsonValue
}

/** Writes who did what, in the transaction that does it: neither is there without the other. */
export async function recordAudit(
  transaction: DatabaseTransaction,
  context: ServiceContext,
  record: AuditRecord,
): Promise<void> {
  const who = { actor: actorName(context.actor), requestId: context.requestId }
  await transaction.auditEntry.create({ data: { ...record, ...who, at: new Date(context.clock.nowMs()) } })
}
