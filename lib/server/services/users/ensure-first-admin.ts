import type { Clock } from '@/lib/core/time/clock'
import { generatePassword } from '@/lib/server/auth/generate-password'
import { hashPassword } from '@/lib/server/auth/password-hash'
import { inTransaction } from '@/lib/server/db/in-transaction'
import type { Database } from '@/lib/server/db/prisma'
import { recordAudit } from '@/lib/server/repositories/audit.repository'
import { hasAnyUser, insertUser } from '@/lib/server/repositories/user.repository'

export interface FirstAdmin {
  readonly email: string
  /** Nobody can read it again: whoever starts Switchyard is told now. */
  readonly password: string
}

/** Makes the one person who can let others in, when there is nobody yet; undefined when there is somebody. */
export async function ensureFirstAdmin(database: Database, clock: Clock): Promise<FirstAdmin | undefined> {
  const email = 'admin@switchyard.local'
  const password = generatePassword()
  const passwordHash = await hashPassword(password)
  return inTransaction(database, async (transaction) => {
    if (await hasAnyUser(transaction)) return undefined
    await insertUser(transaction, {
      email,
      name: 'First admin',
      role: 'admin',
      passwordHash,
      mustChangePassword: true,
    })
    const actor = { type: 'system', name: 'start', role: 'admin' } as const
    const context = { actor, clock, database, requestId: 'start' }
    await recordAudit(transaction, context, { action: 'user.create', subject: `user:${email}` })
    return { email, password }
  })
}
