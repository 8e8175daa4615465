import { parseExpression, type RequestFields } from '@/lab/cloudflare/expression'
import type { RateLimiter } from '@/lab/cloudflare/rate-limiter'
import type { EdgeState, Rule, RulesetPhase } from '@/lab/cloudflare/state'

export type FirewallVerdict =
  | { readonly kind: 'pass' }
  | { readonly kind: 'block'; readonly rule: string }
  | { readonly kind: 'limit'; readonly rule: string; readonly retryAfterMs: number }
  | { readonly kind: 'challenge'; readonly rule: string }

export interface FirewallRequest {
  readonly fields: RequestFields
  readonly hasClearance: boolean
  readonly nowMs: number
}

/**
 * What the edge does with a request before any origin sees it: custom rules, then rate limits, then the security
 * level. Under Attack challenges everyone without clearance, except where a rule sets another level or skips it.
 */
export function judgeRequest(
  state: EdgeState,
  limiter: RateLimiter,
  request: FirewallRequest,
): FirewallVerdict {
  const custom = matchingRules(state, 'http_request_firewall_custom', request.fields)
  const decisive = custom.find(({ action }) => action !== 'log')
  if (decisive?.action === 'block') return { kind: 'block', rule: decisive.ref }
  const limited = judgeLimits(state, limiter, request)
  if (limited) return limited
  if (request.hasClearance) return { kind: 'pass' }
  if (decisive?.action === 'managed_challenge') return { kind: 'challenge', rule: decisive.ref }
  const isSkipped = decisive?.action === 'skip' && skipsSecurityLevel(decisive)
  if (isSkipped || securityLevelFor(state, request.fields) !== 'under_attack') return { kind: 'pass' }
  return { kind: 'challenge', rule: 'security_level' }
}

function judgeLimits(
  state: EdgeState,
  limiter: RateLimiter,
  request: FirewallRequest,
): FirewallVerdict | undefined {
  for (const rule of matchingRules(state, 'http_ratelimit', request.fields)) {
    if (!rule.ratelimit) continue
    const { period, requests_per_period, mitigation_timeout } = rule.ratelimit
    const limit = {
      periodMs: period * 1000,
      requests: requests_per_period,
      mitigationMs: mitigation_timeout * 1000,
    }
    const verdict = limiter.hit(`${rule.id} ${request.fields['ip.src']}`, limit, request.nowMs)
    if (!verdict.isBlocked) continue
    if (rule.action === 'block') return { kind: 'limit', rule: rule.ref, retryAfterMs: verdict.retryAfterMs }
    if (rule.action === 'managed_challenge' && !request.hasClearance)
      return { kind: 'challenge', rule: rule.ref }
  }
  return undefined
}

function securityLevelFor(state: EdgeState, fields: RequestFields): string {
  const overrides = matchingRules(state, 'http_config_settings', fields).map(
    ({ action_parameters }) => action_parameters?.security_level,
  )
  const override = overrides.filter((level) => typeof level === 'string').at(-1)
  return override ?? pageRuleLevel(state, fields) ?? state.settings.security_level?.value ?? 'medium'
}

/** The first page rule that matches decides; configuration rules come before all of them. */
function pageRuleLevel(state: EdgeState, fields: RequestFields): string | undefined {
  const url = `${fields['http.host']}${fields['http.request.uri.path']}`
  const rule = state.pageRules.find(
    ({ status, targets }) =>
      status === 'active' && targets.every(({ constraint }) => matchesWildcards(constraint.value, url)),
  )
  const level = rule?.actions.find(({ id }) => id === 'security_level')?.value
  return typeof level === 'string' ? level : undefined
}

function matchesWildcards(pattern: string, url: string): boolean {
  const parts = pattern.replace(/^https?:\/\//, '').split('*')
  return new RegExp(`^${parts.map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`).test(
    url,
  )
}

function skipsSecurityLevel(rule: Rule): boolean {
  const products = rule.action_parameters?.products
  return Array.isArray(products) && products.includes('securityLevel')
}

function matchingRules(state: EdgeState, phase: RulesetPhase, fields: RequestFields): readonly Rule[] {
  const rules = state.rulesets.find((ruleset) => ruleset.phase === phase)?.rules ?? []
  return rules.filter(({ enabled, expression }) => enabled && parseExpression(expression)(fields))
}
