import type { TokenWire } from '@/lib/core/api/tokens'
import { listTokens as readTokens } from '@/lib/server/repositories/token.repository'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { toTokenWire } from './token-wire'

/** An admin sees everybody's, a person their own; a token that is no admin sees none. */
export async function listTokens(context: ServiceContext): Promise<readonly TokenWire[]> {
  requireRole(context, 'auditor')
  const { actor, database } = context
  if (actor.role === 'admin') return (await readTokens(database)).map(toTokenWire)
  if (actor.type !== 'user') return []
  return (await readTokens(database, actor.id)).map(toTokenWire)
}
