import { z } from 'zod'
import { hostSchema, passwordSchema, portSchema, trustFields } from '../settings'

/** How a MariaDB server is reached and signed in to. */
export const mariadbAccessFields = {
  host: hostSchema,
  port: portSchema.default(3306),
  user: z.string().min(1).default('probe'),
  password: passwordSchema,
  tls: z.boolean().default(true).meta({ description: 'Encrypt, and check the certificate.' }),
  ...trustFields,
} as const

const mariadbAccessSchema = z.object(mariadbAccessFields)
export type MariadbAccess = z.infer<typeof mariadbAccessSchema>
