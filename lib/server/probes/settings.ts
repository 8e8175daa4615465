import { z } from 'zod'
import { secretReferenceSchema } from '@/lib/server/secrets/secret-reference'

/** Fields that many kinds share. `host` and `port` bear these names in every kind. */
export const hostSchema = z.string().min(1).max(253).meta({ description: 'Address or name to connect to.' })

export const portSchema = z
  .int()
  .min(1)
  .max(65_535)
  .meta({ description: 'TCP port, unless the kind says UDP.' })

export const schemeSchema = z.enum(['http', 'https']).meta({ description: 'Plain HTTP, or HTTP over TLS.' })

export const passwordSchema = secretReferenceSchema.meta({ description: 'Reference to the password.' })

/** How the peer of a TLS connection is checked. */
export const trustFields = {
  caFile: secretReferenceSchema
    .optional()
    .meta({ description: 'Reference to the CA certificates in PEM; by default the public ones.' }),
  serverName: z
    .string()
    .optional()
    .meta({ description: 'Name asked for and checked in the certificate; by default the host.' }),
} as const

/** An SSH host key is public: the fingerprint can stand in the inventory itself. */
export const fingerprintSchema = z
  .union([z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}=?$/), secretReferenceSchema])
  .meta({ description: 'Fingerprint of the host key, `SHA256:…`, or a reference to it.' })

export const addressSchema = z.strictObject({ host: hostSchema, port: portSchema })
