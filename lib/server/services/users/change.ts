import type { z } from 'zod'
import type { changeUserEndpoint, UserWire } from '@/lib/core/api/users'
import { AppError } from '@/lib/core/errors/app-error'
import { inTransaction } from '@/lib/server/db/in-transaction'
import type { DatabaseTransaction } from '@/lib/server/db/prisma'
import { recordAudit } from '@/lib/server/repositories/audit.repository'
import {
  countActiveAdmins,
  getUser,
  renameUser,
  changeUser as storeChange,
  type UserRecord,
} from '@/lib/server/repositories/user.repository'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { toUserWire } from './user-wire'

type ChangeUser = { readonly id: string } & z.output<typeof changeUserEndpoint.body>

/** Throws `conflict` rather than leave nobody who could let people in. */
export async function changeUser(context: ServiceContext, input: ChangeUser): Promise<UserWire> {
  requireRole(context, 'admin')
  return inTransaction(context.database, async (transaction) => {
    const activeAdmins = await countActiveAdmins(transaction)
    const before = await getUser(transaction, input.id)
    if (activeAdmins === 1 && losesAdmin(before, input)) {
      throw new AppError('conflict', 'This is the last admin. Make somebody else an admin first.')
    }
    const after = await store(transaction, before, { input, now: new Date(context.clock.nowMs()) })
    await recordAudit(transaction, context, {
      action: 'user.change',
      subject: `user:${after.email}`,
      before: audited(before),
      after: audited(after),
    })
    return toUserWire(after)
  })
}

function losesAdmin(before: UserRecord, input: ChangeUser): boolean {
  const isActiveAdmin = before.role === 'admin' && before.disabledAtMs === null
  return isActiveAdmin && (input.disabled === true || (input.role !== undefined && input.role !== 'admin'))
}

async function store(
  transaction: DatabaseTransaction,
  before: UserRecord,
  change: { readonly input: ChangeUser; readonly now: Date },
): Promise<UserRecord> {
  const { name, role, disabled } = change.input
  const renamed = name === undefined ? before : await renameUser(transaction, before.id, name)
  if (role === undefined && disabled === undefined) return renamed
  return storeChange(transaction, before.id, {
    ...(role === undefined ? {} : { role }),
    ...(disabled === undefined ? {} : { disabledAt: disabled ? change.now : null }),
  })
}

function audited(user: UserRecord) {
  return { name: user.name, role: user.role, disabled: user.disabledAtMs !== null }
}
