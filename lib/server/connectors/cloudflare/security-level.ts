import { z } from 'zod'
import type { CloudflareZone } from './client'

export const securityLevels = ['off', 'essentially_off', 'low', 'medium', 'high', 'under_attack'] as const
const levelSchema = z.object({ value: z.enum(securityLevels) })
export type SecurityLevel = (typeof securityLevels)[number]

export async function readSecurityLevel(zone: CloudflareZone): Promise<SecurityLevel> {
  const setting = await zone.look('reading the security level', (api, options) =>
    api.zones.settings.get('security_level', zone.zone, options),
  )
  return levelSchema.parse(setting).value
}

export async function writeSecurityLevel(zone: CloudflareZone, value: SecurityLevel): Promise<void> {
  await zone.ask('setting the security level', (api, options) =>
    api.zones.settings.edit('security_level', { ...zone.zone, value }, options),
  )
}
