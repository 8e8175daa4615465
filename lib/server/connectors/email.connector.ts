import { z } from 'zod'
import { defineConnector } from '@/lib/core/inventory/connector-kind'
import { hostSchema, portSchema } from '@/lib/server/probes/settings'
import { secretReferenceSchema } from '@/lib/server/secrets/secret-reference'

const settings = z.strictObject({
  host: hostSchema,
  port: portSchema.default(587),
  /** `starttls` refuses a server that does not offer it. */
  encryption: z.enum(['none', 'starttls', 'tls']).default('starttls'),
  caFile: secretReferenceSchema.optional(),
  serverName: z.string().optional(),
  user: z.string().optional(),
  password: secretReferenceSchema.optional(),
  from: z.email(),
  to: z.array(z.email()).min(1).max(50),
  timeoutMs: z.int().min(500).max(30_000).default(10_000),
})
export type EmailSettings = z.infer<typeof settings>

export const emailConnector = defineConnector({
  kind: 'email',
  title: 'E-mail, by SMTP',
  settings,
})
