import type { ActionContext, PreflightCheck } from '@/lib/core/runbooks/action-definition'
import type { CloudflareZone } from '@/lib/server/connectors/cloudflare/client'
import { listOverridingRules } from '@/lib/server/connectors/cloudflare/overriding-rules'
import { tryRule } from '@/lib/server/connectors/cloudflare/rules'
import type { SecurityLevel } from '@/lib/server/connectors/cloudflare/security-level'
import { reasonOf } from '@/lib/server/connectors/cloudflare/zone-checks'
import { EXEMPTION_REF, exemptionRule } from './challenge-exemption'
import { wantedLevel } from './wanted-level'

export async function checkLevelIsKnown(
  zone: CloudflareZone,
  asked: SecurityLevel | 'previous',
  context: ActionContext,
): Promise<PreflightCheck> {
  const wanted = await wantedLevel(zone, asked, context)
  return {
    key: 'level-known',
    title: 'it is known which level to set',
    outcome: wanted.isKnown ? 'passed' : 'failed',
    reason: wanted.isKnown ? `${wanted.level}: ${wanted.source}` : wanted.reason,
    evidence: [],
  }
}

/** Where a rule of the zone sets another level, Under Attack does nothing, and says nothing about it. */
export async function checkOverrides(zone: CloudflareZone): Promise<PreflightCheck> {
  const base = { key: 'overrides', title: 'no rule overrides Under Attack unseen' }
  try {
    const foreign = (await listOverridingRules(zone)).filter(({ ref }) => ref !== EXEMPTION_REF)
    const evidence = foreign.map(({ kind, ref, where, level }) => ({
      label: `${kind} ${ref}`,
      value: `${level} where ${where}`,
    }))
    const everywhere = foreign.find(({ isEverywhere }) => isEverywhere)
    if (everywhere) {
      const reason = `the ${everywhere.kind} ${everywhere.ref} sets ${everywhere.level} everywhere: Under Attack would do nothing`
      return { ...base, outcome: 'failed', reason, evidence }
    }
    if (foreign.length === 0) return { ...base, outcome: 'passed', reason: 'there is none', evidence }
    const count = foreign.length === 1 ? 'one rule keeps' : `${foreign.length} rules keep`
    return { ...base, outcome: 'warning', reason: `${count} Under Attack out of some paths`, evidence }
  } catch (error) {
    return { ...base, outcome: 'unknown', reason: reasonOf(error), evidence: [] }
  }
}

export async function checkExemption(
  zone: CloudflareZone,
  exempt: readonly string[],
): Promise<PreflightCheck> {
  const base = { key: 'exemption', title: 'the paths that must not be challenged can be let out' }
  if (exempt.length === 0) {
    const reason = 'none is named: API clients and webhooks will be challenged and fail'
    return { ...base, outcome: 'warning', reason, evidence: [] }
  }
  const evidence = [{ label: 'Paths', value: exempt.join(', ') }]
  try {
    await tryRule(zone, 'http_config_settings', exemptionRule(exempt, 'medium'))
    return {
      ...base,
      outcome: 'passed',
      reason: 'the API takes the rule, tried without keeping it',
      evidence,
    }
  } catch (error) {
    return { ...base, outcome: 'failed', reason: reasonOf(error), evidence }
  }
}
