import type { z } from 'zod'
import type { createUserEndpoint, UserWire } from '@/lib/core/api/users'
import { generatePassword } from '@/lib/server/auth/generate-password'
import { hashPassword } from '@/lib/server/auth/password-hash'
import { inTransaction } from '@/lib/server/db/in-transaction'
import { recordAudit } from '@/lib/server/repositories/audit.repository'
import { insertUser } from '@/lib/server/repositories/user.repository'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { toUserWire } from './user-wire'

/** Lets a person in with a first password that they must change. Throws `conflict` for a taken address. */
export async function createUser(
  context: ServiceContext,
  input: z.output<typeof createUserEndpoint.body>,
): Promise<{ user: UserWire; password: string }> {
  requireRole(context, 'admin')
  const password = generatePassword()
  const passwordHash = await hashPassword(password)
  const user = await inTransaction(context.database, async (transaction) => {
    const created = await insertUser(transaction, { ...input, passwordHash, mustChangePassword: true })
    const after = { name: created.name, role: created.role }
    const subject = `user:${created.email}`
    await recordAudit(transaction, context, { action: 'user.create', subject, after })
    return created
  })
  return { user: toUserWire(user), password }
}
