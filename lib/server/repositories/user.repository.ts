import type { Role } from '@/lib/core/auth/role'
import { roles } from '@/lib/core/auth/role'
import { AppError } from '@/lib/core/errors/app-error'
import type { Database, DatabaseTransaction } from '@/lib/server/db/prisma'
import type { User } from '@/prisma/generated/client'

/** A person as the server knows them; the password's hash stays in this file and `findCredentials`. */
export interface UserRecord {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly role: Role
  readonly sessionVersion: number
  readonly mustChangePassword: boolean
  readonly createdAtMs: number
  readonly disabledAtMs: number | null
}

interface NewUser {
  readonly email: string
  readonly name: string
  readonly role: Role
  readonly passwordHash: string
  readonly mustChangePassword: boolean
}

/** Held while the first admin is made, so that two processes starting at once make one. */
const FIRST_ADMIN_LOCK = 7_265_384

type Access = Database | DatabaseTransaction

export async function findUser(access: Access, id: string): Promise<UserRecord | undefined> {
  const row = await access.user.findUnique({ where: { id } })
  return row ? toRecord(row) : undefined
}

export async function getUser(access: Access, id: string): Promise<UserRecord> {
  const user = await findUser(access, id)
  if (!user) throw new AppError('not-found', 'There is no such person.')
  return user
}

export async function findCredentials(
  access: Access,
  email: string,
): Promise<{ readonly user: UserRecord; readonly passwordHash: string } | undefined> {
  const row = await access.user.findUnique({ where: { email: normalEmail(email) } })
  return row ? { user: toRecord(row), passwordHash: row.passwordHash } : undefined
}

export async function listUsers(access: Access): Promise<readonly UserRecord[]> {
  const rows = await access.user.findMany({ orderBy: { email: 'asc' } })
  return rows.map(toRecord)
}

/** Throws `conflict` when the address is taken. */
export async function insertUser(access: Access, user: NewUser): Promise<UserRecord> {
  try {
    return toRecord(await access.user.create({ data: { ...user, email: normalEmail(user.email) } }))
  } catch (cause) {
    if (!isTaken(cause)) throw cause
    throw new AppError('conflict', 'There is already a person with this e-mail address.', { cause })
  }
}

/** Whatever changes here ends the person's sessions, for they carry the version that it raises. */
export async function changeUser(
  access: Access,
  id: string,
  change: {
    readonly role?: Role
    readonly passwordHash?: string
    readonly mustChangePassword?: boolean
    readonly disabledAt?: Date | null
  },
): Promise<UserRecord> {
  const row = await access.user.update({
    where: { id },
    data: { ...change, sessionVersion: { increment: 1 } },
  })
  return toRecord(row)
}

export async function renameUser(access: Access, id: string, name: string): Promise<UserRecord> {
  return toRecord(await access.user.update({ where: { id }, data: { name } }))
}

/** Locks the admins until the transaction ends: two of them must not take each other's role away at once. */
export async function countActiveAdmins(transaction: DatabaseTransaction): Promise<number> {
  const rows = await transaction.$queryRaw<unknown[]>`
    SELECT 1 FROM "User" WHERE role = 'admin' AND "disabledAt" IS NULL ORDER BY id FOR UPDATE`
  return rows.length
}

export async function hasAnyUser(transaction: DatabaseTransaction): Promise<boolean> {
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${FIRST_ADMIN_LOCK})`
  return (await transaction.user.findFirst({ select: { id: true } })) !== null
}

/** Addresses are compared without regard to case: people type them on phones. */
export function normalEmail(email: string): string {
  return email.trim().toLowerCase()
}

function toRecord(row: User): UserRecord {
  const { id, email, name, sessionVersion, mustChangePassword } = row
  return {
    id,
    email,
    name,
    role: parseRole(row.role),
    sessionVersion,
    mustChangePassword,
    createdAtMs: row.createdAt.getTime(),
    disabledAtMs: row.disabledAt?.getTime() ?? null,
  }
}

/** A role that this version does not know gets nothing. */
export function parseRole(value: string): Role {
  const role = roles.find((known) => known === value)
  if (!role) throw new AppError('forbidden', `The role ${value} is not known here.`)
  return role
}

/** By its code: in a bundle the class of the error can be another copy of the same class. */
function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'P2002'
}
