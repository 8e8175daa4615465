import { toInstant } from '@/lib/core/api/instant'
import type { UserWire } from '@/lib/core/api/users'
import type { UserRecord } from '@/lib/server/repositories/user.repository'

export function toUserWire(user: UserRecord): UserWire {
  const { id, email, name, role, mustChangePassword } = user
  return {
    id,
    email,
    name,
    role,
    mustChangePassword,
    createdAt: toInstant(user.createdAtMs),
    disabledAt: toInstant(user.disabledAtMs),
  }
}
