import { actorName } from '@/lib/core/auth/role'
import { auditLeafHash } from '@/lib/server/audit/audit-leaf'
import type { DatabaseTransaction } from '@/lib/server/db/prisma'
import type { ServiceContext } from '@/lib/server/services/service-context'
import type { AuditEntry, Prisma } from '@/prisma/generated/client'
import { lockCommitOrder } from './event.repository'

interface AuditRecord {
  /** `<thing>.<verb>`: `inventory.apply`, `token.revoke`. */
  readonly action: string
  readonly subject: string
  readonly before?: Prisma.InputJsonValue
  readonly after?: Prisma.InputJsonValue
}

/**
 * Writes who did what, in the transaction that does it: neither is there without the other. Each entry takes the
 * next place in the tree, so from here on other writers wait until the transaction ends.
 */
export async function recordAudit(
  transaction: DatabaseTransaction,
  context: ServiceContext,
  record: AuditRecord,
): Promise<void> {
  await lockCommitOrder(transaction)
  const seq = (await sealOldEntries(transaction)) + 1
  const { action, subject, before, after } = record
  const at = new Date(context.clock.nowMs())
  const who = { actor: actorName(context.actor), requestId: context.requestId }
  const leaf = { seq, at: at.toISOString(), ...who, action, subject, before, after }
  const data = { ...record, ...who, at, seq, leafHash: auditLeafHash(leaf) }
  await transaction.auditEntry.create({ data })
}

/** Entries from before the tree get their places in it, in their order. Gives the newest place. */
async function sealOldEntries(transaction: DatabaseTransaction): Promise<number> {
  const newest = await transaction.auditEntry.aggregate({ _max: { seq: true } })
  let seq = newest._max.seq ?? 0
  if (seq > 0) return seq
  const old = await transaction.auditEntry.findMany({ where: { seq: null }, orderBy: { id: 'asc' } })
  for (const entry of old) {
    seq += 1
    const data = { seq, leafHash: auditLeafHash(toAuditLeaf({ ...entry, seq })) }
    await transaction.auditEntry.update({ where: { id: entry.id }, data })
  }
  return seq
}

export function toAuditLeaf(entry: Omit<AuditEntry, 'seq'> & { readonly seq: number }) {
  const { seq, at, actor, action, subject, before, after, requestId } = entry
  return { seq, at: at.toISOString(), actor, action, subject, before, after, requestId }
}
