import { z } from 'zod'
import { hostSchema, portSchema, trustFields } from '@/lib/server/probes/settings'

/** Where visitors reach the site: actions look there for their effect, as a visitor would. */
export const siteSchema = z.strictObject({
  host: hostSchema,
  port: portSchema.default(443),
  /** The name that visitors ask for; goes into SNI and the Host header. */
  name: hostSchema,
  caFile: trustFields.caFile,
})
export type Site = z.infer<typeof siteSchema>
