import { z } from 'zod'
import { newPasswordSchema } from '@/lib/core/auth/password-rules'
import { roles } from '@/lib/core/auth/role'
import { defineEndpoint } from './endpoint'
import { instantSchema } from './instant'

export const userWireSchema = z
  .object({
    id: z.uuid(),
    email: z.string(),
    name: z.string(),
    role: z.enum(roles),
    mustChangePassword: z.boolean(),
    createdAt: instantSchema,
    disabledAt: instantSchema.nullable(),
  })
  .meta({ id: 'User' })
export type UserWire = z.infer<typeof userWireSchema>

const userParams = z.strictObject({ id: z.uuid() })
const nameSchema = z.string().trim().min(1).max(100)

export const listUsersEndpoint = defineEndpoint({
  id: 'listUsers',
  method: 'GET',
  path: '/api/v1/users',
  summary: 'Everybody who may sign in, and who no longer may',
  role: 'admin',
  response: z.object({ users: z.array(userWireSchema) }),
})

/** The password is told once, here; the person must change it when they first sign in. */
const withPassword = z.object({ user: userWireSchema, password: z.string() })

export const createUserEndpoint = defineEndpoint({
  id: 'createUser',
  method: 'POST',
  path: '/api/v1/users',
  summary: 'Let a person sign in; answers with a first password, shown only now',
  role: 'admin',
  body: z.strictObject({ email: z.email().max(254), name: nameSchema, role: z.enum(roles) }),
  response: withPassword,
  hasSecretAnswer: true,
})

export const changeUserEndpoint = defineEndpoint({
  id: 'changeUser',
  method: 'PATCH',
  path: '/api/v1/users/{id}',
  summary: 'Change the name or role of a person, or end or restore their access; ends their sessions',
  role: 'admin',
  params: userParams,
  body: z.strictObject({
    name: nameSchema.optional(),
    role: z.enum(roles).optional(),
    disabled: z.boolean().optional(),
  }),
  response: userWireSchema,
})

export const resetPasswordEndpoint = defineEndpoint({
  id: 'resetPassword',
  method: 'POST',
  path: '/api/v1/users/{id}/password',
  summary: 'Give a person a new first password, shown only now; ends their sessions',
  role: 'admin',
  params: userParams,
  response: withPassword,
  hasSecretAnswer: true,
})

export const getMe = defineEndpoint({
  id: 'getMe',
  method: 'GET',
  path: '/api/v1/me',
  summary: 'Who calls, and with which role',
  role: 'auditor',
  response: z.object({
    type: z.enum(['user', 'token', 'system']),
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    role: z.enum(roles),
    mustChangePassword: z.boolean(),
  }),
})

export const changeOwnPassword = defineEndpoint({
  id: 'changeOwnPassword',
  method: 'POST',
  path: '/api/v1/me/password',
  summary: 'Change your own password; ends your other sessions',
  role: 'auditor',
  body: z.strictObject({ currentPassword: z.string().max(256), newPassword: newPasswordSchema }),
})
