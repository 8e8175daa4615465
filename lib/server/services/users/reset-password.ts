import type { UserWire } from '@/lib/core/api/users'
import { generatePassword } from '@/lib/server/auth/generate-password'
import { hashPassword } from '@/lib/server/auth/password-hash'
import { inTransaction } from '@/lib/server/db/in-transaction'
import { recordAudit } from '@/lib/server/repositories/audit.repository'
import { changeUser, getUser } from '@/lib/server/repositories/user.repository'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { toUserWire } from './user-wire'

/** Gives a person a new first password, told once, and ends their sessions. */
export async function resetPassword(
  context: ServiceContext,
  input: { readonly id: string },
): Promise<{ user: UserWire; password: string }> {
  requireRole(context, 'admin')
  const password = generatePassword()
  const passwordHash = await hashPassword(password)
  return inTransaction(context.database, async (transaction) => {
    await getUser(transaction, input.id)
    const user = await changeUser(transaction, input.id, { passwordHash, mustChangePassword: true })
    await recordAudit(transaction, context, { action: 'user.reset-password', subject: `user:${user.email}` })
    return { user: toUserWire(user), password }
  })
}
