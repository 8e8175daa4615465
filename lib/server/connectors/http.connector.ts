import { z } from 'zod'
import { defineConnector } from '@/lib/core/inventory/connector-kind'
import { hostSchema, portSchema, schemeSchema } from '@/lib/server/probes/settings'
import { secretReferenceSchema } from '@/lib/server/secrets/secret-reference'
import { patternSchema } from './declared-values'

const parameterSchema = z.strictObject({
  pattern: patternSchema,
  description: z.string().optional(),
})

export const httpRequestSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  title: z.string().min(1),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  /** `{name}` is replaced by the parameter, percent-encoded. */
  path: z.string().regex(/^\/[\x21-\x7e]*$/),
  /** JSON; `{name}` as a whole string is replaced by the parameter. */
  body: z.json().optional(),
  parameters: z.record(z.string().regex(/^[a-z][a-zA-Z0-9]*$/), parameterSchema).default({}),
  expectStatus: z.array(z.int().min(100).max(599)).min(1).default([200, 201, 202, 204]),
  isDestructive: z
    .boolean()
    .default(false)
    .meta({ description: 'A step must then say so too, and needs a typed confirmation.' }),
  isRepeatable: z
    .boolean()
    .default(false)
    .meta({ description: 'Does no harm twice: it is sent again after a crash in its middle.' }),
  /** Read afterwards: the effect. */
  verify: z
    .strictObject({
      path: z.string().regex(/^\/[\x21-\x7e]*$/),
      expectStatus: z.array(z.int().min(100).max(599)).min(1).default([200]),
      expectText: z.string().optional(),
    })
    .optional(),
})
export type DeclaredRequest = z.infer<typeof httpRequestSchema>

const settings = z.strictObject({
  scheme: schemeSchema.default('https'),
  host: hostSchema,
  port: portSchema,
  serverName: z.string().optional(),
  caFile: secretReferenceSchema.optional(),
  bearerToken: secretReferenceSchema.optional(),
  timeoutMs: z.int().min(500).max(60_000).default(10_000),
  maxAnswerBytes: z.int().min(0).max(1_048_576).default(16_384),
  requests: z.array(httpRequestSchema).min(1).max(100),
})
export type HttpSettings = z.infer<typeof settings>

export const httpConnector = defineConnector({
  kind: 'http',
  title: 'Requests that a runbook may send',
  settings,
})
