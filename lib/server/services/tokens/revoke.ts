import type { TokenWire } from '@/lib/core/api/tokens'
import { AppError } from '@/lib/core/errors/app-error'
import { inTransaction } from '@/lib/server/db/in-transaction'
import { recordAudit } from '@/lib/server/repositories/audit.repository'
import { getToken, revokeToken as storeRevoked } from '@/lib/server/repositories/token.repository'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { toTokenWire } from './token-wire'

/** People revoke their own, an admin any; a token may revoke itself. Others' are not even told to exist. */
export async function revokeToken(
  context: ServiceContext,
  input: { readonly id: string },
): Promise<TokenWire> {
  requireRole(context, 'auditor')
  const { actor } = context
  return inTransaction(context.database, async (transaction) => {
    const before = await getToken(transaction, input.id)
    const isOwn = actor.type !== 'system' && [before.id, before.owner.id].includes(actor.id)
    if (!isOwn && actor.role !== 'admin') throw new AppError('not-found', 'There is no such token.')
    const after = await storeRevoked(transaction, input.id, new Date(context.clock.nowMs()))
    const subject = `token:${after.id}`
    if (before.revokedAtMs === null)
      await recordAudit(transaction, context, { action: 'token.revoke', subject })
    return toTokenWire(after)
  })
}
