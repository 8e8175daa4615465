import { z } from 'zod'
import { slugSchema } from './slug'

export const certificateSchema = z.strictObject({
  slug: slugSchema,
  role: z.enum(['root', 'intermediate', 'domain']),
  title: z.string().meta({ description: 'What the specification calls it: Root CA.' }),
  subject: z.string().meta({ description: 'DigiCert Global Root, *.askproai.de' }),
  /** The certificate that signs this one; a root has none. */
  issuer: slugSchema.optional(),
  /** Nodes that present it to their clients. */
  presentedBy: z.array(slugSchema).default([]),
  /** SHA-256 of the certificate, in hex; tells apart roots that share a name. */
  fingerprint256: z.string().optional(),
  issuerOrganization: z.string().optional().meta({ description: "O= of the issuer: Let's Encrypt." }),
  acme: z
    .strictObject({
      method: z.enum(['http-01', 'dns-01', 'tls-alpn-01']),
      /** Age at which it is renewed, in days. */
      renewsAfterDays: z.number().positive().optional(),
    })
    .optional(),
  names: z
    .array(z.string())
    .optional()
    .meta({ description: 'Names that it holds for, besides its subject.' }),
  specifiedIn: z.array(z.string()).min(1),
})

/** One setting that holds wherever `certificate` is presented. */
export const tlsSettingSchema = z.strictObject({
  slug: slugSchema,
  certificate: slugSchema,
  stated: z.string().meta({ description: 'TLS 1.2/1.3 Only' }),
  requirement: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('protocols'), allowed: z.array(z.string()).min(1) }),
    z.strictObject({ type: z.literal('ciphers'), strength: z.literal('strong') }),
    z.strictObject({ type: z.literal('hsts') }),
    z.strictObject({ type: z.literal('ocsp-stapling') }),
  ]),
  specifiedIn: z.array(z.string()).min(1),
})

/** One leg of a request's way and how it is encrypted, each word as specified. */
export const tlsHopSchema = z.strictObject({
  slug: slugSchema,
  /** The numbered part of the specification: 1 client to edge, 2 edge to origin, 3 internal. */
  stage: z.int().min(1),
  title: z.string(),
  /** The links that this leg runs over. */
  links: z.array(slugSchema).min(1),
  protocol: z.string().optional(),
  certificate: z.string().optional(),
  encryption: z.string().optional(),
  mode: z.string().optional(),
  /** Who issues what is presented on this leg, where the product alone does not say. */
  issuerOrganization: z.string().optional(),
  /** What travels over it. */
  carries: z.array(z.enum(['credentials', 'sessions', 'personal-data', 'content', 'metrics'])).optional(),
  /** Both ends on one machine, whatever the zones say. */
  isOnOneHost: z.boolean().optional(),
  /** The origin accepts this leg's client alone, by its certificate. */
  hasClientCertificate: z.boolean().optional(),
  /** What the specification says of the leg as a whole: encrypted or not. */
  isEncrypted: z.boolean(),
  specifiedIn: z.array(z.string()).min(1),
})

export const tlsSchema = z.strictObject({
  certificates: z.array(certificateSchema),
  settings: z.array(tlsSettingSchema),
  hops: z.array(tlsHopSchema),
})
