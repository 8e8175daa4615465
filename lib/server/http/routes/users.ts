import {
  changeOwnPassword,
  changeUserEndpoint,
  createUserEndpoint,
  getMe,
  listUsersEndpoint,
  resetPasswordEndpoint,
} from '@/lib/core/api/users'
import { actorName } from '@/lib/core/auth/role'
import { cookieOfNewVersion } from '@/lib/server/auth/session'
import { requireRole } from '@/lib/server/services/service-context'
import { changeUser } from '@/lib/server/services/users/change'
import { changeOwnPassword as change } from '@/lib/server/services/users/change-own-password'
import { createUser } from '@/lib/server/services/users/create'
import { listUsers } from '@/lib/server/services/users/list'
import { resetPassword } from '@/lib/server/services/users/reset-password'
import { type Call, defineRoute } from '../define-route'

export const userRoutes = [
  defineRoute(getMe, describeMe, { isOpenBeforePasswordChange: true }),
  defineRoute(changeOwnPassword, changeMine, { isOpenBeforePasswordChange: true }),
  defineRoute(listUsersEndpoint, async ({ context }) => ({ users: [...(await listUsers(context))] })),
  defineRoute(createUserEndpoint, ({ context, body }) => createUser(context, body)),
  defineRoute(changeUserEndpoint, async ({ context, params, body, runtime }) => {
    const user = await changeUser(context, { ...params, ...body })
    runtime.sessionUsers.forget(user.id)
    return user
  }),
  defineRoute(resetPasswordEndpoint, async ({ context, params, runtime }) => {
    const result = await resetPassword(context, params)
    runtime.sessionUsers.forget(params.id)
    return result
  }),
]

async function describeMe({ context, caller }: Call<typeof getMe>) {
  requireRole(context, 'auditor')
  const { actor } = context
  return {
    type: actor.type,
    id: actor.type === 'system' ? actor.name : actor.id,
    name: caller.session?.user.name ?? actorName(actor),
    email: actor.type === 'user' ? actor.email : null,
    role: actor.role,
    mustChangePassword: caller.mustChangePassword,
  }
}

async function changeMine(call: Call<typeof changeOwnPassword>): Promise<undefined> {
  const { context, caller, body, runtime, responseHeaders } = call
  const user = await change(context, body)
  runtime.sessionUsers.forget(user.id)
  if (!caller.session) return undefined
  responseHeaders.set('set-cookie', await cookieOfNewVersion(runtime, caller.session, user.sessionVersion))
  return undefined
}
