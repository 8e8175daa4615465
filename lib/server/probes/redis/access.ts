import { z } from 'zod'
import { hostSchema, passwordSchema, portSchema, trustFields } from '../settings'

/** How a Redis server is signed in to; the same for all members of a cluster. */
export const redisSignInFields = {
  user: z.string().min(1).optional(),
  password: passwordSchema.optional(),
  tls: z.boolean().default(false),
  ...trustFields,
} as const

export const redisAccessFields = {
  host: hostSchema,
  port: portSchema.default(6379),
  ...redisSignInFields,
} as const

const redisAccessSchema = z.object(redisAccessFields)
export type RedisAccess = z.infer<typeof redisAccessSchema>
