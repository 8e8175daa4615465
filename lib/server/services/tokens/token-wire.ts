import { toInstant } from '@/lib/core/api/instant'
import type { TokenWire } from '@/lib/core/api/tokens'
import type { TokenRecord } from '@/lib/server/repositories/token.repository'

export function toTokenWire(token: TokenRecord): TokenWire {
  const { id, name, role, prefix, owner } = token
  return {
    id,
    name,
    role,
    prefix,
    owner: owner.email,
    createdAt: toInstant(token.createdAtMs),
    expiresAt: toInstant(token.expiresAtMs),
    revokedAt: toInstant(token.revokedAtMs),
    lastUsedAt: toInstant(token.lastUsedAtMs),
  }
}
