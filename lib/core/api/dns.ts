import { z } from 'zod'
import { delegationVerdicts } from '@/lib/core/dns/delegation'
import { recordVerdicts } from '@/lib/core/dns/record-verdict'
import { dnsRecordSchema, dnsSchema } from '@/lib/core/inventory/dns-record'
import { defineEndpoint } from './endpoint'
import { sectionSchema } from './estate-section'
import { instantSchema } from './instant'

const roleSchema = z.enum(['authoritative', 'resolver', 'parent'])

const answerSchema = z.object({
  server: z.string(),
  role: roleSchema,
  verdict: z.enum(recordVerdicts),
  rcode: z.string(),
  isAuthoritative: z.boolean().meta({ description: 'AA bit.' }),
  isValidated: z.boolean().meta({ description: 'AD bit.' }),
  usedTcp: z.boolean(),
  records: z.array(z.object({ ttl: z.int(), data: z.string() })),
  setBy: z.string(),
  observedAt: instantSchema,
  since: instantSchema,
  isStale: z.boolean(),
})

const rowSchema = z
  .object({
    name: z.string().meta({ description: 'Absolute, without the final dot.' }),
    type: z.string(),
    declared: z.array(dnsRecordSchema),
    verdict: z.enum(recordVerdicts),
    answers: z.array(answerSchema),
    isSpreading: z.boolean().meta({ description: 'Servers answer differently: a change is spreading.' }),
  })
  .meta({ id: 'DnsRow' })
export type DnsRowWire = z.infer<typeof rowSchema>

const delegationSchema = z.object({
  server: z.string(),
  nameServers: z.array(z.string()),
  glue: z.array(z.object({ name: z.string(), address: z.string() })),
  ds: z.array(z.string()).nullable().meta({ description: 'Null where nobody asked.' }),
  verdict: z.enum(delegationVerdicts),
})
export type DelegationWire = z.infer<typeof delegationSchema>

export const getDns = defineEndpoint({
  id: 'getDns',
  method: 'GET',
  path: '/api/v1/dns',
  summary: 'The zone as it should be, beside what each server answers over the wire',
  role: 'auditor',
  response: sectionSchema(dnsSchema.nullable()).extend({
    rows: z.array(rowSchema),
    servers: z.array(
      z.object({
        server: z.string(),
        role: roleSchema,
        serial: z.number().nullable(),
        isBehind: z.boolean(),
        isAuthoritative: z.boolean(),
        isStale: z.boolean(),
      }),
    ),
    delegations: z
      .array(delegationSchema)
      .meta({ description: 'What each parent that was asked has of the zone.' }),
    dnssec: z.object({
      isDeclaredSigned: z.boolean().nullable(),
      hasKeys: z.boolean().nullable(),
      isValidated: z.boolean().nullable(),
    }),
    mail: z.array(
      z.object({
        kind: z.enum(['SPF', 'DMARC', 'DKIM', 'MTA-STS', 'TLS-RPT']),
        name: z.string(),
        text: z.string().nullable(),
        summary: z.string(),
        problems: z.array(z.string()),
      }),
    ),
    providerRanges: z.object({ provider: z.string(), source: z.string(), retrievedOn: z.string() }),
  }),
})

export const exportZone = defineEndpoint({
  id: 'exportZone',
  method: 'GET',
  path: '/api/v1/dns/zones/{zone}/export',
  summary: 'The declared zone as a BIND master file; what is not known stands in its comments',
  role: 'auditor',
  params: z.strictObject({
    zone: z.string().max(255).meta({ description: 'Without the final dot: `example.org`.' }),
  }),
  contentType: 'text/dns',
  response: z.string(),
})
