import type { z } from 'zod'
import type { createTokenEndpoint, TokenWire } from '@/lib/core/api/tokens'
import { roleIncludes } from '@/lib/core/auth/role'
import { AppError } from '@/lib/core/errors/app-error'
import { apiTokenPrefix, generateApiToken, hashApiToken } from '@/lib/server/auth/api-token'
import { inTransaction } from '@/lib/server/db/in-transaction'
import { recordAudit } from '@/lib/server/repositories/audit.repository'
import { insertToken } from '@/lib/server/repositories/token.repository'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { toTokenWire } from './token-wire'

const DAY_MS = 86_400_000

/** The secret is in the answer and nowhere else. Only people make tokens: one that leaks must not breed. */
export async function createToken(
  context: ServiceContext,
  input: z.output<typeof createTokenEndpoint.body>,
): Promise<{ token: TokenWire; secret: string }> {
  requireRole(context, 'auditor')
  const { actor } = context
  if (actor.type !== 'user') throw new AppError('forbidden', 'Sign in as yourself to make a token.')
  if (!roleIncludes(actor.role, input.role)) {
    throw new AppError('forbidden', `A token of yours can be ${actor.role} at most.`)
  }
  const secret = generateApiToken()
  const nowMs = context.clock.nowMs()
  const token = await inTransaction(context.database, async (transaction) => {
    const created = await insertToken(transaction, {
      userId: actor.id,
      name: input.name,
      role: input.role,
      tokenHash: hashApiToken(secret),
      prefix: apiTokenPrefix(secret),
      createdAt: new Date(nowMs),
      expiresAt: new Date(nowMs + input.expiresInDays * DAY_MS),
    })
    const after = { name: created.name, role: created.role, prefix: created.prefix }
    await recordAudit(transaction, context, { action: 'token.create', subject: `token:${created.id}`, after })
    return created
  })
  return { token: toTokenWire(token), secret }
}
