import { type Actor, type Role, roleIncludes } from '@/lib/core/auth/role'
import { AppError } from '@/lib/core/errors/app-error'
import type { Clock } from '@/lib/core/time/clock'
import type { Database } from '@/lib/server/db/prisma'

/** What every service is given: who asks, the time, the database, and the request it belongs to. */
export interface ServiceContext {
  readonly actor: Actor
  readonly clock: Clock
  readonly database: Database
  readonly requestId: string
}

/** Throws `forbidden` unless the actor's role includes the needed one. The first line of every service. */
export function requireRole(context: ServiceContext, needed: Role): void {
  if (roleIncludes(context.actor.role, needed)) return
  throw new AppError('forbidden', `This needs the role ${needed}; you are ${context.actor.role}.`)
}
