import { z } from 'zod'
import { tlsSchema } from '@/lib/core/inventory/tls'
import { encryptionStates, servedCertificateSchema } from '@/lib/core/observed/fact'
import { hopVerdicts } from '@/lib/core/tls/hop-view'
import { policyVerdicts } from '@/lib/core/tls/policy-check'
import { defineEndpoint } from './endpoint'
import { sectionSchema } from './estate-section'
import { instantSchema } from './instant'

const certificateSchema = servedCertificateSchema.extend({
  life: z.object({
    state: z.enum(['valid', 'expired', 'not-yet-valid']),
    lifetimeDays: z.number(),
    leftDays: z.number(),
    shareLeft: z.number().meta({ description: 'Of the lifetime, from 1 to 0.' }),
  }),
})
export type CertificateWire = z.infer<typeof certificateSchema>

const endpointSchema = z
  .object({
    node: z.string(),
    host: z.string(),
    port: z.int(),
    serverName: z.string(),
    failure: z.string().nullable(),
    chain: z.array(certificateSchema).meta({ description: 'As served, leaf first.' }),
    trust: z.object({ isTrusted: z.boolean(), reason: z.string() }).nullable(),
    protocols: z.record(z.string(), z.enum(['offered', 'refused', 'unknown'])),
    ciphers: z.array(z.object({ protocol: z.string(), name: z.string() })),
    group: z.string().nullable(),
    isStapled: z.boolean().nullable(),
    hstsFailure: z.string().nullable(),
    hsts: z
      .object({ maxAgeSeconds: z.number(), includesSubDomains: z.boolean(), preload: z.boolean() })
      .nullable(),
    checks: z.array(
      z.object({
        setting: z.string(),
        stated: z.string(),
        verdict: z.enum(policyVerdicts),
        observed: z.string(),
      }),
    ),
    setBy: z.string(),
    observedAt: instantSchema,
    since: instantSchema,
    isStale: z.boolean(),
  })
  .meta({ id: 'TlsEndpoint' })
export type TlsEndpointWire = z.infer<typeof endpointSchema>

const hopSchema = z.object({
  slug: z.string(),
  stage: z.int(),
  title: z.string(),
  from: z.array(z.string()),
  to: z.array(z.string()),
  declared: z.object({
    isEncrypted: z.boolean(),
    protocol: z.string().nullable(),
    certificate: z.string().nullable(),
    encryption: z.string().nullable(),
    mode: z.string().nullable(),
  }),
  observed: z
    .object({
      protocols: z.array(z.string()),
      issuers: z.array(z.string()),
      state: z.enum(encryptionStates),
      group: z.string().nullable(),
      isTrusted: z.boolean().nullable().meta({ description: 'Null where no certificate was shown.' }),
      evidence: z.array(
        z.object({
          nodes: z.array(z.string()),
          text: z.string(),
          setBy: z.array(z.string()),
          since: instantSchema,
        }),
      ),
    })
    .nullable(),
  unseen: z
    .array(
      z.discriminatedUnion('why', [
        z.object({ node: z.string(), why: z.literal('nobody-looks') }),
        z.object({
          node: z.string(),
          why: z.literal('fails'),
          reason: z.string(),
          setBy: z.string(),
          since: instantSchema,
        }),
        z.object({ node: z.string(), why: z.literal('stale'), setBy: z.string(), observedAt: instantSchema }),
      ]),
    )
    .meta({ description: 'Far ends of which nothing fresh is known, and why.' }),
  verdict: z.enum(hopVerdicts),
})
export type TlsHopWire = z.infer<typeof hopSchema>

export const getTls = defineEndpoint({
  id: 'getTls',
  method: 'GET',
  path: '/api/v1/tls',
  summary: 'Certificates and TLS settings as declared, beside what each endpoint serves and accepts',
  role: 'auditor',
  response: sectionSchema(tlsSchema).extend({
    endpoints: z.array(endpointSchema),
    hops: z.array(hopSchema),
  }),
})
