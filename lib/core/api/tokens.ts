import { z } from 'zod'
import { roles } from '@/lib/core/auth/role'
import { defineEndpoint } from './endpoint'
import { instantSchema } from './instant'

export const tokenWireSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    role: z.enum(roles),
    prefix: z.string().meta({ description: 'The first characters, to tell tokens apart.' }),
    owner: z.string().meta({ description: 'E-mail address of the person who made it.' }),
    createdAt: instantSchema,
    expiresAt: instantSchema,
    revokedAt: instantSchema.nullable(),
    lastUsedAt: instantSchema.nullable(),
  })
  .meta({ id: 'Token' })
export type TokenWire = z.infer<typeof tokenWireSchema>

export const listTokensEndpoint = defineEndpoint({
  id: 'listTokens',
  method: 'GET',
  path: '/api/v1/tokens',
  summary: 'Your API tokens; an admin sees those of everybody',
  role: 'auditor',
  response: z.object({ tokens: z.array(tokenWireSchema) }),
})

export const createTokenEndpoint = defineEndpoint({
  id: 'createToken',
  method: 'POST',
  path: '/api/v1/tokens',
  summary: 'Make an API token of your own, shown only now; its role is at most yours',
  role: 'auditor',
  body: z.strictObject({
    name: z.string().trim().min(1).max(100),
    role: z.enum(roles),
    expiresInDays: z.int().min(1).max(365),
  }),
  response: z.object({ token: tokenWireSchema, secret: z.string() }),
  hasSecretAnswer: true,
})

export const revokeTokenEndpoint = defineEndpoint({
  id: 'revokeToken',
  method: 'DELETE',
  path: '/api/v1/tokens/{id}',
  summary: 'Revoke an API token of your own; an admin revokes any',
  role: 'auditor',
  params: z.strictObject({ id: z.uuid() }),
  response: tokenWireSchema,
})
