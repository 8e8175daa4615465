import { pretendToVerify, verifyPassword } from '@/lib/server/auth/password-hash'
import { inTransaction } from '@/lib/server/db/in-transaction'
import { recordAudit } from '@/lib/server/repositories/audit.repository'
import { findCredentials, normalEmail, type UserRecord } from '@/lib/server/repositories/user.repository'
import type { ServiceContext } from '@/lib/server/services/service-context'
import { countAttempt, forgiveAttempt, signInLimits } from './throttle'

interface SignIn {
  readonly email: string
  readonly password: string
  /** The address that the attempt comes from, as the network says and not the request. */
  readonly address: string
}

export type SignInResult =
  | { readonly status: 'signed-in'; readonly user: UserRecord }
  /** Says neither whether the person exists nor whether they are disabled. */
  | { readonly status: 'refused' }
  | { readonly status: 'throttled'; readonly retryAfterSeconds: number }

export async function signIn(context: ServiceContext, input: SignIn): Promise<SignInResult> {
  const limits = signInLimits(normalEmail(input.email), input.address)
  const { startedAtMs, retryAfterSeconds } = await countAttempt(context, limits)
  if (retryAfterSeconds !== null) return { status: 'throttled', retryAfterSeconds }
  const user = await findVerified(context, input)
  if (!user) return { status: 'refused' }
  await forgiveAttempt(context, limits, startedAtMs)
  const actor = { type: 'user', id: user.id, email: user.email, role: user.role } as const
  await inTransaction(context.database, (transaction) =>
    recordAudit(
      transaction,
      { ...context, actor },
      { action: 'session.start', subject: `user:${user.email}` },
    ),
  )
  return { status: 'signed-in', user }
}

async function findVerified(context: ServiceContext, input: SignIn): Promise<UserRecord | undefined> {
  const found = await findCredentials(context.database, input.email)
  if (!found) {
    await pretendToVerify(input.password)
    return undefined
  }
  const isRight = await verifyPassword(input.password, found.passwordHash)
  return isRight && found.user.disabledAtMs === null ? found.user : undefined
}
