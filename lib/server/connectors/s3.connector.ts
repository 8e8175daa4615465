import { z } from 'zod'
import { defineConnector } from '@/lib/core/inventory/connector-kind'
import { hostSchema, portSchema, schemeSchema } from '@/lib/server/probes/settings'
import { secretReferenceSchema } from '@/lib/server/secrets/secret-reference'

const endpoint = z.strictObject({
  scheme: schemeSchema.default('https'),
  host: hostSchema,
  port: portSchema,
})

const settings = z.strictObject({
  /** Asked in this order: the first that answers and has what is sought is used. */
  endpoints: z.array(endpoint).min(1).max(4),
  region: z.string().min(1).default('us-east-1'),
  bucket: z.string().min(3).max(63),
  accessKey: secretReferenceSchema,
  secretKey: secretReferenceSchema,
  pathStyle: z.boolean().default(true),
  timeoutMs: z.int().min(500).max(60_000).default(10_000),
})
export type S3Settings = z.infer<typeof settings>

export const s3Connector = defineConnector({
  kind: 's3',
  title: 'Bucket of an S3 server',
  settings,
})
