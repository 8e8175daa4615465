import type { UserWire } from '@/lib/core/api/users'
import { listUsers as readUsers } from '@/lib/server/repositories/user.repository'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { toUserWire } from './user-wire'

export async function listUsers(context: ServiceContext): Promise<readonly UserWire[]> {
  requireRole(context, 'admin')
  return (await readUsers(context.database)).map(toUserWire)
}
