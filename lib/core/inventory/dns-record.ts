import { z } from 'zod'
import { slugSchema } from './slug'

export const dnsRecordTypes = [
  'A',
  'AAAA',
  'CNAME',
  'MX',
  'TXT',
  'CAA',
  'NS',
  'SOA',
  'SRV',
  'PTR',
  'DS',
  'DNSKEY',
  'NSEC3PARAM',
  'TLSA',
  'SSHFP',
  'HTTPS',
  'SVCB',
  'SPF',
] as const

/** One record as the specification states it. Where that has a placeholder, `value` is the concrete one, if known. */
export const dnsRecordSchema = z.strictObject({
  slug: slugSchema,
  type: z.enum(dnsRecordTypes),
  name: z.string().meta({ description: 'Relative to the zone; `@` is the zone itself.' }),
  stated: z.string().meta({
    description: 'The data as specified, placeholders included: `104.26.10.xxx`, `10 mx1.smtp.de`.',
  }),
  value: z
    .string()
    .optional()
    .meta({ description: 'The concrete data, when `stated` has a placeholder and it is known.' }),
  ttlSeconds: z.int().nonnegative().optional(),
  /** The provider answers with addresses of its own: compared by its ranges, never by equality. */
  isProxied: z.boolean().optional(),
  note: z.string().optional(),
  specifiedIn: z.array(z.string()).min(1),
})

export const dnsSchema = z.strictObject({
  zone: z.string().meta({ description: 'The zone without a trailing dot.' }),
  /** The node that answers for the zone with authority. */
  server: slugSchema,
  defaultTtlSeconds: z.int().nonnegative().optional(),
  dnssec: z
    .strictObject({
      isSigned: z.boolean(),
      algorithm: z.string().optional().meta({ description: 'ECDSAP256SHA256' }),
      digest: z.string().optional().meta({ description: 'Of the DS record: SHA-256.' }),
      nsec3Iterations: z.int().nonnegative().optional(),
    })
    .optional(),
  /** Servers of the zone as its parent names them. */
  nameServers: z
    .array(z.strictObject({ name: z.string(), address: z.string().optional(), asn: z.int().optional() }))
    .optional(),
  /** Names on whose account mail is sent with the zone as sender. */
  mailSenders: z
    .array(
      z.strictObject({
        node: slugSchema,
        addresses: z.array(z.string()).optional(),
        via: z.string().optional().meta({ description: 'The mail server that it hands its mail to.' }),
      }),
    )
    .optional(),
  /** DKIM selectors that sign the domain's own mail. */
  dkimSelectors: z.array(z.string()).optional(),
  records: z.array(dnsRecordSchema),
})
