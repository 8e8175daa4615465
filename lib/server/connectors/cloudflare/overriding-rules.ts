import { z } from 'zod'
import type { CloudflareZone } from './client'
import { findEntrypoint } from './rules'

/** Something of the zone that gives some paths a security level of their own: there, the zone's does nothing. */
export interface OverridingRule {
  readonly kind: 'configuration rule' | 'page rule'
  readonly ref: string
  /** The paths, as the rule says them. */
  readonly where: string
  readonly level: string
  /** It covers every path. */
  readonly isEverywhere: boolean
}

const pageRulesSchema = z.array(
  z.object({
    id: z.string(),
    status: z.string(),
    targets: z.array(z.object({ constraint: z.object({ value: z.string() }) })).default([]),
    actions: z.array(z.object({ id: z.string(), value: z.unknown().optional() })).default([]),
  }),
)

export async function listOverridingRules(zone: CloudflareZone): Promise<readonly OverridingRule[]> {
  return [...(await configurationRules(zone)), ...(await pageRules(zone))]
}

async function configurationRules(zone: CloudflareZone): Promise<readonly OverridingRule[]> {
  const entrypoint = await findEntrypoint(zone, 'http_config_settings')
  return (entrypoint?.rules ?? []).flatMap((rule) => {
    const level = rule.action_parameters?.security_level
    if (!rule.enabled || typeof level !== 'string') return []
    const isEverywhere = rule.expression.trim() === 'true'
    return [
      { kind: 'configuration rule' as const, ref: rule.ref, where: rule.expression, level, isEverywhere },
    ]
  })
}

async function pageRules(zone: CloudflareZone): Promise<readonly OverridingRule[]> {
  const found = await zone.look('reading the page rules', (api, options) =>
    api.pageRules.list({ ...zone.zone, status: 'active' }, options),
  )
  return pageRulesSchema.parse(found).flatMap((rule) => {
    const level = rule.actions.find(({ id }) => id === 'security_level')?.value
    if (typeof level !== 'string') return []
    const where = rule.targets.map(({ constraint }) => constraint.value).join(', ')
    const isEverywhere = /^(https?:\/\/)?\*?[^/*]*\/\*$/.test(where) && where.startsWith('*')
    return [{ kind: 'page rule' as const, ref: rule.id, where, level, isEverywhere }]
  })
}
