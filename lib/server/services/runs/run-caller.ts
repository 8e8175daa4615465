import { actorName } from '@/lib/core/auth/role'
import type { RunCaller } from '@/lib/core/runbooks/journal'
import { getToken } from '@/lib/server/repositories/token.repository'
import type { ServiceContext } from '@/lib/server/services/service-context'

/** A token stands for the person who made it, so that nobody approves by token what they asked for by hand. */
export async function runCaller({ actor, database }: ServiceContext): Promise<RunCaller> {
  if (actor.type !== 'token') return { person: actorName(actor), role: actor.role }
  const { owner } = await getToken(database, actor.id)
  return { person: owner.email, role: actor.role }
}
