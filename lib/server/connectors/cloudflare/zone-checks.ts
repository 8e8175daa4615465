import { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'
import type { PreflightCheck } from '@/lib/core/runbooks/action-definition'
import type { CloudflareZone } from './client'

const zoneSchema = z.object({
  name: z.string(),
  status: z.string().optional(),
  paused: z.boolean().optional(),
  permissions: z.array(z.string()).optional(),
  plan: z.object({ name: z.string().optional(), legacy_id: z.string().optional() }).optional(),
})
export type ZoneFacts = z.infer<typeof zoneSchema>

export async function readZone(zone: CloudflareZone): Promise<ZoneFacts> {
  return zoneSchema.parse(
    await zone.look('reading the zone', (api, options) => api.zones.get(zone.zone, options)),
  )
}

const title = 'the zone is active and its token may change it'

/** That the API answers, the zone protects, and the token may do what the action does. */
export async function checkZone(
  zone: CloudflareZone,
  permission: '#zone_settings:edit' | '#waf:edit' | '#lb:edit' | '#dns_records:edit',
): Promise<PreflightCheck> {
  const check = (outcome: PreflightCheck['outcome'], reason: string, facts?: ZoneFacts): PreflightCheck => ({
    key: 'zone',
    title,
    outcome,
    reason,
    evidence: facts ? evidenceOf(facts) : [],
  })
  try {
    const facts = await readZone(zone)
    if (facts.name !== zone.settings.zone) {
      return check('failed', `the declared zone id is that of ${facts.name}`, facts)
    }
    if (facts.paused) return check('failed', 'the zone is paused: nothing is protected', facts)
    if (facts.status !== 'active')
      return check('failed', `the zone is ${facts.status ?? 'not active'}`, facts)
    if (!facts.permissions) {
      return check('warning', 'the API does not say what the token may do', facts)
    }
    if (!facts.permissions.includes(permission)) {
      return check('failed', `the token lacks the permission ${permission.slice(1)}`, facts)
    }
    return check('passed', 'active, and the token may change it', facts)
  } catch (error) {
    return check(
      error instanceof AppError && error.code === 'forbidden' ? 'failed' : 'unknown',
      reasonOf(error),
    )
  }
}

function evidenceOf({ name, status, plan, permissions }: ZoneFacts) {
  return [
    { label: 'Zone', value: `${name}, ${status ?? 'status not told'}` },
    { label: 'Plan', value: plan?.name ?? 'not told' },
    { label: 'Token may', value: permissions?.join(', ') ?? 'not told' },
  ]
}

/** Words for people; what is not ours to show stays in the cause. */
export function reasonOf(error: unknown): string {
  return error instanceof AppError ? error.message : 'it could not be looked at'
}
