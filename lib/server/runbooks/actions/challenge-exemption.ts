import { z } from 'zod'
import type { RuleBody, ZoneRule } from '@/lib/server/connectors/cloudflare/rules'
import { type SecurityLevel, securityLevels } from '@/lib/server/connectors/cloudflare/security-level'

/** By it our own rule is found again, from any run and after any crash. */
export const EXEMPTION_REF = 'switchyard-unchallenged'

export const exemptPathSchema = z
  .string()
  .regex(/^\/[A-Za-z0-9/_.-]*\*?$/, 'a path, with * at its end for all below it')

/**
 * A challenge breaks whoever runs no script: these paths keep their visitors. The rule also carries the level
 * that was in force before, so that whoever leaves Under Attack restores that and no guess.
 */
export function exemptionRule(paths: readonly string[], before: SecurityLevel): RuleBody {
  return {
    ref: EXEMPTION_REF,
    description: `Switchyard: not challenged while under attack; level before: ${before}`,
    action: 'set_config',
    enabled: true,
    expression: paths.map(pathExpression).join(' or '),
    action_parameters: { security_level: 'essentially_off' },
  }
}

/** The rule as it stands, to be saved again. */
export function exemptionAsIs({ ref, description, enabled, expression }: ZoneRule): RuleBody {
  const action_parameters = { security_level: 'essentially_off' } as const
  return { ref, description, action: 'set_config', enabled, expression, action_parameters }
}

function pathExpression(path: string): string {
  return path.endsWith('*')
    ? `starts_with(http.request.uri.path, "${path.slice(0, -1)}")`
    : `http.request.uri.path eq "${path}"`
}

/** The level that our rule says was in force before; undefined when it says none. */
export function levelBefore(rule: ZoneRule | undefined): SecurityLevel | undefined {
  const said = /level before: (\w+)$/.exec(rule?.description ?? '')?.[1]
  return z.enum(securityLevels).safeParse(said).data
}

export function isSameExemption(rule: ZoneRule | undefined, wanted: RuleBody): boolean {
  return (
    rule?.enabled === true &&
    rule.expression === wanted.expression &&
    rule.action_parameters?.security_level === 'essentially_off'
  )
}
