import { z } from 'zod'
import { defineConnector } from '@/lib/core/inventory/connector-kind'
import { hostSchema, portSchema, schemeSchema } from '@/lib/server/probes/settings'
import { secretReferenceSchema } from '@/lib/server/secrets/secret-reference'
import { siteSchema } from './site'

const objectId = z.string().regex(/^[0-9a-f]{32}$/, '32 hexadecimal digits')

const settings = z.strictObject({
  api: z
    .strictObject({
      scheme: schemeSchema.default('https'),
      host: hostSchema.default('api.cloudflare.com'),
      port: portSchema.default(443),
      basePath: z.string().default('/client/v4'),
    })
    .prefault({}),
  token: secretReferenceSchema.meta({
    description: 'Reference to an API token of its own: zone settings, WAF, DNS and load balancing, write.',
  }),
  accountId: objectId,
  zoneId: objectId,
  zone: z.string().min(1).meta({ description: 'Name of the zone.' }),
  site: siteSchema,
  timeoutMs: z.int().min(500).max(10_000).default(5_000),
  /**
   * Of one process. The API allows 1,200 to a user, all processes and the dashboard included, and blocks for five
   * minutes past them: two workers at their most leave some to the probes and to people.
   */
  requestsPerFiveMinutes: z.int().min(10).max(1_200).default(450),
})
export type CloudflareSettings = z.infer<typeof settings>

export const cloudflareConnector = defineConnector({
  kind: 'cloudflare',
  title: 'Cloudflare zone and account',
  settings,
})
