import { passwordWeakness } from '@/lib/core/auth/password-rules'
import { AppError } from '@/lib/core/errors/app-error'
import { hashPassword, verifyPassword } from '@/lib/server/auth/password-hash'
import { inTransaction } from '@/lib/server/db/in-transaction'
import { recordAudit } from '@/lib/server/repositories/audit.repository'
import { changeUser, findCredentials, type UserRecord } from '@/lib/server/repositories/user.repository'
import { countAttempt, forgiveAttempt } from '@/lib/server/services/auth/throttle'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'

interface ChangeOwnPassword {
  readonly currentPassword: string
  readonly newPassword: string
}

const ATTEMPTS = 5

/** Ends the person's other sessions. A stolen session must not be a way to guess the password either. */
export async function changeOwnPassword(
  context: ServiceContext,
  input: ChangeOwnPassword,
): Promise<UserRecord> {
  requireRole(context, 'auditor')
  if (context.actor.type !== 'user') {
    throw new AppError('forbidden', 'A token has no password. Sign in as yourself to change yours.')
  }
  const { email, id } = context.actor
  await verifyCurrent(context, { email, id, password: input.currentPassword })
  refuseWeak(input, email)
  const passwordHash = await hashPassword(input.newPassword)
  return inTransaction(context.database, async (transaction) => {
    const user = await changeUser(transaction, id, { passwordHash, mustChangePassword: false })
    await recordAudit(transaction, context, { action: 'user.change-password', subject: `user:${email}` })
    return user
  })
}

async function verifyCurrent(
  context: ServiceContext,
  claim: { readonly email: string; readonly id: string; readonly password: string },
): Promise<void> {
  const limits = [{ key: `change-password:${claim.id}`, most: ATTEMPTS }]
  const { startedAtMs, retryAfterSeconds } = await countAttempt(context, limits)
  if (retryAfterSeconds !== null) {
    const message = `Too many attempts. Try again in ${retryAfterSeconds} s.`
    throw new AppError('too-many-requests', message, { retryAfterSeconds })
  }
  const found = await findCredentials(context.database, claim.email)
  if (!found || !(await verifyPassword(claim.password, found.passwordHash))) {
    throw wrong('currentPassword', 'This is not your present password.')
  }
  await forgiveAttempt(context, limits, startedAtMs)
}

function refuseWeak(input: ChangeOwnPassword, email: string): void {
  const weakness = passwordWeakness(input.newPassword, email)
  if (weakness) throw wrong('newPassword', weakness)
  if (input.newPassword !== input.currentPassword) return
  throw wrong('newPassword', 'This is your present password. Choose another.')
}

function wrong(path: string, message: string): AppError {
  return new AppError('bad-input', message, { problems: [{ path, message }] })
}
