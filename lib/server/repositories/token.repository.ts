import type { Role } from '@/lib/core/auth/role'
import { AppError } from '@/lib/core/errors/app-error'
import type { Database, DatabaseTransaction } from '@/lib/server/db/prisma'
import type { Prisma } from '@/prisma/generated/client'
import { parseRole } from './user.repository'

export interface TokenRecord {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly prefix: string
  readonly owner: {
    readonly id: string
    readonly email: string
    readonly role: Role
    readonly isDisabled: boolean
  }
  readonly createdAtMs: number
  readonly expiresAtMs: number
  readonly revokedAtMs: number | null
  readonly lastUsedAtMs: number | null
}

interface NewToken {
  readonly userId: string
  readonly name: string
  readonly role: Role
  readonly tokenHash: string
  readonly prefix: string
  readonly createdAt: Date
  readonly expiresAt: Date
}

type Access = Database | DatabaseTransaction
type Row = Prisma.ApiTokenGetPayload<{ include: { user: true } }>

export async function findTokenByHash(access: Access, tokenHash: string): Promise<TokenRecord | undefined> {
  const row = await access.apiToken.findUnique({ where: { tokenHash }, include: { user: true } })
  return row ? toRecord(row) : undefined
}

export async function getToken(access: Access, id: string): Promise<TokenRecord> {
  const row = await access.apiToken.findUnique({ where: { id }, include: { user: true } })
  if (!row) throw new AppError('not-found', 'There is no such token.')
  return toRecord(row)
}

/** Newest first; those of one person, or of everybody. */
export async function listTokens(access: Access, userId?: string): Promise<readonly TokenRecord[]> {
  const where = userId === undefined ? {} : { userId }
  const rows = await access.apiToken.findMany({
    where,
    include: { user: true },
    orderBy: { createdAt: 'desc' },
  })
  return rows.map(toRecord)
}

export async function insertToken(access: Access, token: NewToken): Promise<TokenRecord> {
  return toRecord(await access.apiToken.create({ data: token, include: { user: true } }))
}

/** Revoking again changes nothing: the first time stays on record. */
export async function revokeToken(access: Access, id: string, now: Date): Promise<TokenRecord> {
  await access.apiToken.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: now } })
  return getToken(access, id)
}

export async function touchToken(access: Access, id: string, now: Date): Promise<void> {
  await access.apiToken.updateMany({ where: { id }, data: { lastUsedAt: now } })
}

function toRecord(row: Row): TokenRecord {
  const { user } = row
  return {
    id: row.id,
    name: row.name,
    role: parseRole(row.role),
    prefix: row.prefix,
    owner: {
      id: user.id,
      email: user.email,
      role: parseRole(user.role),
      isDisabled: user.disabledAt !== null,
    },
    createdAtMs: row.createdAt.getTime(),
    expiresAtMs: row.expiresAt.getTime(),
    revokedAtMs: row.revokedAt?.getTime() ?? null,
    lastUsedAtMs: row.lastUsedAt?.getTime() ?? null,
  }
}
